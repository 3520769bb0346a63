import type { AnyNode, FunctionDeclaration } from 'acorn';
import type { Variable } from 'eslint-scope';
import type { ParsedModule } from '../parse-module.ts';
import { CallModel } from './call-model.ts';
import type { CallSite, ParameterDefault, Region, ScriptFlows } from './flow-types.ts';
import { Cell, PointsToGraph, Site } from './points-to-graph.ts';

type Evaluate = (flows: FlowContext, node: AnyNode | null | undefined) => Cell;

/**
 * What all parts of the analysis share: the graph under construction, the findings, and where in the script the walk
 * is. The parts call each other through {@link FlowContext.evaluate}, never directly.
 */
export class FlowContext implements ScriptFlows {
  readonly calls: CallSite[] = [];
  readonly functions: Site[] = [];
  readonly sites: Site[] = [];
  readonly closed: Site[] = [];
  readonly module: ParsedModule;
  readonly graph = new PointsToGraph();
  readonly model: CallModel;
  readonly globalObject = new Site('foreign', 'globalThis');
  readonly globals = new Map<string, Cell>();
  /** What any `throw` throws, and any `catch` may catch. */
  readonly thrown = new Cell();
  /** The functions that are being analysed for one call, with their own variables. */
  readonly copies: Array<{
    readonly node: AnyNode;
    readonly variables: Map<Variable, Cell>;
    /** Parameters that the call gives no argument for. */
    readonly absent: ReadonlySet<Variable>;
  }> = [];
  readonly moduleRegion: Region = {
    kind: 'module',
    site: undefined,
    self: new Cell(),
    home: undefined,
    yielded: undefined,
    args: undefined,
  };
  region = this.moduleRegion;
  parameterDefault: ParameterDefault | undefined;
  readonly #evaluate: Evaluate;
  readonly #variables = new Map<Variable, Cell>();

  constructor(module: ParsedModule, evaluate: Evaluate) {
    this.module = module;
    this.model = new CallModel(this.graph, this.sites);
    this.#evaluate = evaluate;
  }

  get isComplete(): boolean {
    return !this.graph.isTooLarge;
  }

  get shared(): Site[] {
    return [this.globalObject, ...[...this.globals.values()].flatMap(({ values }) => [...values])];
  }

  /** Takes a function of the script for code outside it. */
  leaveOut(node: FunctionDeclaration & AnyNode): void {
    const site = this.site('foreign', `the function "${node.id.name}"`, node);
    this.closed.push(site);
    this.graph.add(this.cellOf(node.id), site);
  }

  /** Adds the flows of a node and of all nodes in it; returns the cell of an expression's value. */
  evaluate(node: AnyNode | null | undefined): Cell {
    return this.#evaluate(this, node);
  }

  /** Walks code that belongs to another region than the code around it. */
  inRegion<T>(region: Region, walk: () => T): T {
    const [outer, outerDefault] = [this.region, this.parameterDefault];
    this.region = region;
    try {
      return walk();
    } finally {
      this.region = outer;
      this.parameterDefault = outerDefault;
    }
  }

  /** The cell of the variable that an identifier node means, in the copy of the function that is being analysed. */
  cellOf(identifier: AnyNode): Cell {
    const variable = this.module.variableOf(identifier);
    if (!variable) return new Cell();
    const declared = variable.identifiers[0] as unknown as AnyNode | undefined;
    const copy = this.copies.findLast(
      ({ node: owner }) =>
        declared && declared !== ownName(owner) && declared.start >= owner.start && declared.end <= owner.end,
    );
    const variables = copy?.variables ?? this.#variables;
    let cell = variables.get(variable);
    if (!cell) {
      cell = new Cell();
      variables.set(variable, cell);
    }
    return cell;
  }

  /** Makes the site of values that come into being at one place. */
  site(kind: Site['kind'], name: string, node?: AnyNode): Site {
    const site = new Site(kind, name, node);
    this.sites.push(site);
    return site;
  }

  cellWith(site: Site): Cell {
    const cell = new Cell();
    this.graph.add(cell, site);
    return cell;
  }
}

function ownName(node: AnyNode): unknown {
  return 'id' in node ? node.id : undefined;
}
