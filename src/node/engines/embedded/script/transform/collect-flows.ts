import type {
  AnyNode,
  Class,
  Function as FunctionNode,
  MemberExpression,
  Pattern,
  Property,
  PropertyDefinition,
} from 'acorn';
import type { Variable } from 'eslint-scope';
import { CallModel } from './call-model.ts';
import type { Argument, CallSite, ParameterDefault, Region } from './flow-types.ts';
import { K6_EXPORTS } from './k6-calls.ts';
import type { ParsedModule } from './parse-module.ts';
import { ANY_KEY, Cell, ELEMENTS, PointsToGraph, Site } from './points-to-graph.ts';
import { childrenOf } from './syntax-tree.ts';

/** The values that flow through a script. */
export interface ScriptFlows {
  readonly calls: readonly CallSite[];
  readonly functions: readonly Site[];
  readonly sites: readonly Site[];
}

const MAX_COPY_LENGTH = 600;
const MAX_COPY_DEPTH = 4;

/** Finds out which functions each call of a script may reach. */
export function collectFlows(module: ParsedModule): ScriptFlows {
  const collector = new FlowCollector(module);
  collector.collect();
  return collector;
}

class FlowCollector implements ScriptFlows {
  readonly calls: CallSite[] = [];
  readonly functions: Site[] = [];
  readonly sites: Site[] = [];
  readonly #module: ParsedModule;
  readonly #graph = new PointsToGraph();
  readonly #model: CallModel;
  readonly #variables = new Map<Variable, Cell>();
  readonly #globals = new Map<string, Cell>();
  readonly #globalObject = new Site('foreign', 'globalThis');
  readonly #thrown = new Cell();
  /** The functions that are being analysed for one call, with their own variables. */
  readonly #copies: Array<{ readonly node: AnyNode; readonly variables: Map<Variable, Cell> }> = [];
  readonly #moduleRegion: Region = {
    kind: 'module',
    site: undefined,
    self: new Cell(),
    home: undefined,
    yielded: undefined,
    args: undefined,
  };
  #region = this.#moduleRegion;
  #parameterDefault: ParameterDefault | undefined;

  constructor(module: ParsedModule) {
    this.#module = module;
    this.#model = new CallModel(this.#graph, this.sites);
  }

  collect(): void {
    for (const statement of this.#module.program.body) this.#evaluate(statement);
    do this.#graph.solve();
    while (this.#model.reachForeignCode(this.calls));
  }

  /** Adds the flows of a node and of all nodes in it; returns the cell of an expression's value. */
  #evaluate(node: AnyNode | null | undefined): Cell {
    if (!node) return new Cell();
    switch (node.type) {
      case 'Identifier':
        return this.#identifier(node);
      case 'ThisExpression':
        return this.#region.self;
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return this.#function(node);
      case 'ClassDeclaration':
      case 'ClassExpression':
        return this.#class(node);
      case 'ObjectExpression':
        return this.#object(node.properties);
      case 'ArrayExpression':
        return this.#array(node.elements);
      case 'MemberExpression':
        return this.#member(node).value;
      case 'CallExpression':
      case 'NewExpression':
      case 'TaggedTemplateExpression':
        return this.#call(node);
      case 'AssignmentExpression':
        return this.#assignment(node.operator, node.left, node.right);
      case 'ConditionalExpression':
        this.#evaluate(node.test);
        return this.#union(node.consequent, node.alternate);
      case 'LogicalExpression':
        return this.#union(node.left, node.right);
      case 'SequenceExpression':
        return node.expressions.map((expression) => this.#evaluate(expression)).at(-1) ?? new Cell();
      case 'ChainExpression':
      case 'ParenthesizedExpression':
        return this.#evaluate(node.expression);
      case 'AwaitExpression': {
        const value = new Cell();
        this.#graph.settle(this.#evaluate(node.argument), value);
        return value;
      }
      case 'YieldExpression':
        return this.#yield(node.argument, node.delegate);
      case 'VariableDeclarator':
        if (node.init) this.#bind(node.id, this.#evaluate(node.init));
        else this.#bind(node.id, new Cell());
        return new Cell();
      case 'ForOfStatement': {
        const element = new Cell();
        const settled = new Cell();
        this.#graph.iterate(this.#evaluate(node.right), element);
        this.#graph.settle(element, settled);
        this.#bindLoop(node.left, node.await ? settled : element);
        this.#evaluate(node.body);
        return new Cell();
      }
      case 'ForInStatement':
        this.#evaluate(node.right);
        this.#bindLoop(node.left, new Cell());
        this.#evaluate(node.body);
        return new Cell();
      case 'ReturnStatement': {
        const returned = this.#evaluate(node.argument);
        if (this.#region.site?.body) this.#graph.flow(returned, this.#region.site.body.returned);
        return returned;
      }
      case 'ThrowStatement':
        this.#graph.flow(this.#evaluate(node.argument), this.#thrown);
        return new Cell();
      case 'CatchClause':
        if (node.param) this.#bind(node.param, this.#thrown);
        return this.#evaluate(node.body);
      case 'ImportDeclaration':
        for (const specifier of node.specifiers) {
          const name = specifier.type === 'ImportSpecifier' ? nameOf(specifier.imported) : undefined;
          this.#import(String(node.source.value), name, this.#cellOf(specifier.local));
        }
        return new Cell();
      case 'ExportNamedDeclaration':
        return this.#evaluate(node.declaration);
      case 'ExportDefaultDeclaration':
        return this.#evaluate(node.declaration);
      case 'LabeledStatement':
        return this.#evaluate(node.body);
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'MetaProperty':
        return new Cell();
      default:
        for (const child of childrenOf(node)) this.#evaluate(child);
        return new Cell();
    }
  }

  #identifier(node: AnyNode & { name: string }): Cell {
    if (this.#module.variableOf(node)) return this.#cellOf(node);
    if (node.name === 'undefined') return new Cell();
    if (node.name === 'arguments' && this.#region.args) return this.#region.args;
    let cell = this.#globals.get(node.name);
    if (!cell) {
      cell = new Cell();
      const isGlobalObject = node.name === 'globalThis' || node.name === 'global';
      this.#graph.add(cell, isGlobalObject ? this.#globalObject : new Site('foreign', node.name));
      this.#graph.flow(this.#graph.field(this.#globalObject, node.name), cell);
      this.#globals.set(node.name, cell);
    }
    return cell;
  }

  #cellOf(node: AnyNode): Cell {
    const variable = this.#module.variableOf(node);
    if (!variable) return new Cell();
    const declared = variable.identifiers[0] as unknown as AnyNode | undefined;
    const copy = this.#copies.findLast(
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

  #union(...nodes: AnyNode[]): Cell {
    const union = new Cell();
    for (const node of nodes) this.#graph.flow(this.#evaluate(node), union);
    return union;
  }

  #import(specifier: string, name: string | undefined, into: Cell): void {
    const exports = K6_EXPORTS[specifier] ?? {};
    if (name === undefined || name === 'default') {
      const namespace = this.#site('foreign', specifier);
      for (const exported of Object.keys(exports))
        this.#import(specifier, exported, this.#graph.field(namespace, exported));
      this.#graph.add(into, namespace);
      return;
    }
    const kind = exports[name];
    const foreignName = kind === 'timer' ? name : `${specifier}.${name}`;
    this.#graph.add(
      into,
      this.#site(kind === 'blocking' || kind === 'hook' ? kind : 'foreign', kind === 'hook' ? name : foreignName),
    );
  }

  #site(kind: Site['kind'], name: string, node?: AnyNode): Site {
    const site = new Site(kind, name, node);
    this.sites.push(site);
    return site;
  }

  #cellWith(site: Site): Cell {
    const cell = new Cell();
    this.#graph.add(cell, site);
    return cell;
  }

  #function(node: FunctionNode, kind?: Region['kind'], home?: Site): Cell {
    const site = this.#site('function', node.id?.name ?? '', node as AnyNode);
    const isArrow = node.type === ('ArrowFunctionExpression' as string);
    const graph = this.#graph;
    const returned = new Cell();
    const result = node.async || node.generator ? new Cell() : returned;
    const yielded = node.generator ? new Cell() : undefined;
    if (node.generator) {
      const generator = this.#site('generator', '', node as AnyNode);
      graph.add(result, generator);
      graph.flow(returned, graph.field(generator, ELEMENTS));
      if (yielded) graph.flow(yielded, graph.field(generator, ELEMENTS));
    } else if (node.async) {
      const promise = this.#site('promise', '', node as AnyNode);
      graph.add(result, promise);
      graph.settle(returned, graph.field(promise, 'value'));
    }
    const parameters = node.params.filter(({ type }) => type !== 'RestElement').map(() => new Cell());
    const rest = node.params.at(-1)?.type === 'RestElement' ? new Cell() : undefined;
    const argumentList = this.#site('object', 'arguments');
    const anyArgument = graph.field(argumentList, ELEMENTS);
    const instance = this.#site('object', 'instance');
    const prototype = this.#site('object', 'prototype');
    const own = this.#cellWith(site);
    if (!isArrow) {
      graph.add(graph.field(site, 'prototype'), prototype);
      graph.flow(graph.field(site, 'prototype'), instance.prototypes);
      graph.add(graph.field(prototype, 'constructor'), site);
    }
    const self = isArrow ? this.#region.self : new Cell();
    site.body = { parameters, rest, anyArgument, self, returned, result, instance, isAccessor: kind === 'accessor' };
    this.functions.push(site);
    if (node.id) graph.add(this.#cellOf(node.id), site);

    const outer = this.#region;
    const outerDefault = this.#parameterDefault;
    this.#region = {
      kind: kind ?? (node.generator ? 'generator' : node.async ? 'async' : 'function'),
      site,
      self,
      home: isArrow ? outer.home : home,
      yielded,
      args: isArrow ? outer.args : this.#cellWith(argumentList),
    };
    for (const [index, parameter] of node.params.entries()) {
      this.#parameterDefault = { node: parameter, owner: node as AnyNode };
      if (parameter.type === 'RestElement') {
        const list = this.#site('object', 'rest');
        graph.flow(rest ?? new Cell(), graph.field(list, ELEMENTS));
        this.#bind(parameter.argument, this.#cellWith(list));
      } else this.#bind(parameter, parameters[index] ?? new Cell());
    }
    this.#parameterDefault = undefined;
    const value = this.#evaluate(node.body);
    if (node.body.type !== 'BlockStatement') graph.flow(value, returned);
    this.#region = outer;
    this.#parameterDefault = outerDefault;
    return own;
  }

  #class(node: Class): Cell {
    const graph = this.#graph;
    const site = this.#site('class', node.id?.name ?? '', node as AnyNode);
    const prototype = this.#site('object', 'prototype');
    const instance = this.#site('object', 'instance');
    const shape = {
      instance,
      instanceSelf: this.#cellWith(instance),
      staticSelf: this.#cellWith(site),
      parent: this.#evaluate(node.superClass),
      construct: undefined as Site | undefined,
    };
    site.shape = shape;
    graph.add(instance.prototypes, prototype);
    graph.add(graph.field(site, 'prototype'), prototype);
    graph.add(graph.field(prototype, 'constructor'), site);
    graph.flow(shape.parent, site.prototypes);
    graph.watch(shape.parent, (parent) => {
      graph.flow(graph.field(parent, 'prototype'), prototype.prototypes);
      if (!parent.shape) return;
      graph.flow(shape.instanceSelf, parent.shape.instanceSelf);
      graph.flow(shape.staticSelf, parent.shape.staticSelf);
    });
    if (node.id) graph.add(this.#cellOf(node.id), site);
    for (const member of node.body.body) {
      if (member.type === 'StaticBlock') this.#initializer(member, shape.staticSelf, site);
      else {
        const home = member.static ? site : prototype;
        const self = member.static ? shape.staticSelf : shape.instanceSelf;
        if (member.type === 'PropertyDefinition') this.#classField(member, home, self, member.static ? site : instance);
        else {
          const kind =
            member.kind === 'constructor' ? 'constructor' : member.kind === 'method' ? undefined : 'accessor';
          const method = this.#function(member.value, kind, home);
          const facts = [...method.values][0];
          if (facts?.body) graph.flow(self, facts.body.self);
          if (member.kind === 'constructor') shape.construct = facts;
          else this.#define(home, this.#key(member.key, member.computed), member.kind, method);
        }
      }
    }
    return this.#cellWith(site);
  }

  #classField(member: PropertyDefinition, home: Site, self: Cell, owner: Site): void {
    const key = this.#key(member.key, member.computed);
    const outer = this.#region;
    this.#region = { kind: 'initializer', site: undefined, self, home, yielded: undefined, args: undefined };
    const value = this.#evaluate(member.value);
    this.#region = outer;
    this.#graph.flow(value, this.#graph.field(owner, key));
    if (!member.static)
      this.#graph.watch(self, (instance) => this.#graph.flow(value, this.#graph.field(instance, key)));
  }

  #initializer(node: AnyNode, self: Cell, home: Site): void {
    const outer = this.#region;
    this.#region = { kind: 'initializer', site: undefined, self, home, yielded: undefined, args: undefined };
    for (const child of childrenOf(node)) this.#evaluate(child);
    this.#region = outer;
  }

  #define(object: Site, key: string, kind: string, value: Cell): void {
    const graph = this.#graph;
    const accessor = [...value.values][0]?.body;
    if (kind === 'get' && accessor) graph.flow(accessor.returned, graph.field(object, key));
    else if (kind === 'set' && accessor) {
      const parameter = accessor.parameters[0] ?? new Cell();
      graph.flow(graph.written(key), parameter);
      graph.flow(graph.written(ANY_KEY), parameter);
    } else graph.flow(value, graph.field(object, key));
  }

  #object(properties: ReadonlyArray<Property | (AnyNode & { type: 'SpreadElement' })>): Cell {
    const graph = this.#graph;
    const site = this.#site('object', 'literal');
    for (const property of properties) {
      if (property.type === 'SpreadElement') {
        graph.copyFields(this.#evaluate(property.argument), site);
        continue;
      }
      const key = this.#key(property.key, property.computed);
      if (property.kind !== 'init' || property.method) {
        const kind = property.kind === 'init' ? undefined : 'accessor';
        const method = this.#function(property.value as FunctionNode, kind, site);
        const facts = [...method.values][0]?.body;
        if (facts) graph.add(facts.self, site);
        this.#define(site, key, property.kind, method);
      } else {
        const value = this.#evaluate(property.value);
        if (key === '__proto__' && !property.shorthand) graph.flow(value, site.prototypes);
        graph.flow(value, graph.field(site, key));
      }
    }
    return this.#cellWith(site);
  }

  #array(elements: ReadonlyArray<AnyNode | null>): Cell {
    const site = this.#site('object', 'array');
    const content = this.#graph.field(site, ELEMENTS);
    for (const element of elements) {
      if (element?.type === 'SpreadElement') this.#graph.iterate(this.#evaluate(element.argument), content);
      else this.#graph.flow(this.#evaluate(element), content);
    }
    return this.#cellWith(site);
  }

  /** The name of a property, evaluating a computed key: `*` when it is not known before the run. */
  #key(key: AnyNode, computed: boolean): string {
    if (!computed && key.type === 'Identifier') return key.name;
    if (key.type === 'PrivateIdentifier') return `#${key.name}`;
    if (key.type === 'Literal') return typeof key.value === 'number' ? ELEMENTS : String(key.value);
    this.#evaluate(key);
    if (key.type === 'MemberExpression' && key.object.type === 'Identifier' && key.object.name === 'Symbol') {
      return key.property.type === 'Identifier' ? `@@${key.property.name}` : ANY_KEY;
    }
    if (key.type === 'TemplateLiteral' && key.expressions.length === 0) return key.quasis[0]?.value.cooked ?? ANY_KEY;
    if (key.type === 'UpdateExpression') return ELEMENTS;
    return ANY_KEY;
  }

  #member(node: MemberExpression): { object: Cell; key: string; value: Cell } {
    const value = new Cell();
    if (node.object.type === 'Super') {
      const key = this.#key(node.property, node.computed);
      if (this.#region.home) this.#graph.read(this.#region.home.prototypes, key, value);
      return { object: this.#region.self, key, value };
    }
    const object = this.#evaluate(node.object);
    const key = this.#key(node.property, node.computed);
    this.#graph.read(object, key, value);
    this.#model.readBuiltin(object, key, value);
    return { object, key, value };
  }

  /**
   * Small functions of the module are analysed anew for each call, so that values which pass through a helper at one
   * place do not come out at all others: bundlers pass everything through a few helpers.
   */
  #copyOf(callee: AnyNode): Cell | undefined {
    const variable = callee.type === 'Identifier' ? this.#module.variableOf(callee) : undefined;
    const definition = variable?.defs.length === 1 ? variable.defs[0] : undefined;
    if (!variable || !definition || variable.scope.type !== 'module' || this.#copies.length >= MAX_COPY_DEPTH)
      return undefined;
    const isAssignedLater = variable.references.some((reference) => reference.isWrite() && !reference.init);
    const node = (definition.type === 'Variable' ? definition.node.init : definition.node) as
      | AnyNode
      | null
      | undefined;
    const isFunction =
      node?.type === 'ArrowFunctionExpression' ||
      node?.type === 'FunctionExpression' ||
      node?.type === 'FunctionDeclaration';
    if (!isFunction || isAssignedLater || node.end - node.start > MAX_COPY_LENGTH) return undefined;
    if (this.#copies.some((copy) => copy.node === node)) return undefined;
    const [region, parameterDefault] = [this.#region, this.#parameterDefault];
    this.#region = this.#moduleRegion;
    this.#parameterDefault = undefined;
    this.#copies.push({ node, variables: new Map() });
    const copy = this.#function(node);
    this.#copies.pop();
    this.#region = region;
    this.#parameterDefault = parameterDefault;
    return copy;
  }

  #call(node: CallSite['node']): Cell {
    const calleeNode = node.type === 'TaggedTemplateExpression' ? node.tag : node.callee;
    let callee: Cell;
    let receiver: Cell | undefined;
    let method: string | undefined;
    const target = unwrap(calleeNode);
    if (target.type === 'MemberExpression') {
      const member = this.#member(target);
      callee = member.value;
      receiver = member.object;
      method = member.key;
    } else if (target.type === 'Super') {
      callee = new Cell();
      const home = this.#region.home;
      if (home)
        this.#graph.watch(
          this.#graph.field(home, 'constructor'),
          (own) => own.shape && this.#graph.flow(own.shape.parent, callee),
        );
    } else callee = this.#copyOf(target) ?? this.#evaluate(target);
    const nodes: AnyNode[] =
      node.type === 'TaggedTemplateExpression' ? [node.quasi, ...node.quasi.expressions] : node.arguments;
    const args = nodes.map(
      (arg): Argument =>
        arg.type === 'SpreadElement'
          ? { node: arg, value: this.#evaluate(arg.argument), spread: true }
          : { node: arg, value: this.#evaluate(arg), spread: false },
    );
    const result = new Cell();
    const call: CallSite = {
      node,
      region: this.#region,
      parameterDefault: this.#parameterDefault,
      callee,
      receiver,
      method,
      args,
      result,
      isNew: node.type === 'NewExpression' || target.type === 'Super',
      targets: new Set(),
      hooked: new Cell(),
      foreign: new Set(),
    };
    this.calls.push(call);
    this.#model.invoke(call);
    return result;
  }

  #assignment(operator: string, left: Pattern | AnyNode, right: AnyNode): Cell {
    const value = this.#evaluate(right);
    if (operator === '=') {
      this.#bind(left as AnyNode, value);
      return value;
    }
    const union = new Cell();
    this.#graph.flow(this.#evaluate(left as AnyNode), union);
    if (!/^(\|\||&&|\?\?)=$/.test(operator)) return new Cell();
    this.#bind(left as AnyNode, value);
    this.#graph.flow(value, union);
    return union;
  }

  #yield(argument: AnyNode | null | undefined, delegate: boolean): Cell {
    const value = this.#evaluate(argument);
    const { yielded } = this.#region;
    if (!yielded) return new Cell();
    if (delegate) this.#graph.iterate(value, yielded);
    else this.#graph.flow(value, yielded);
    const sent = new Cell();
    this.#graph.flow(yielded, sent);
    for (const generator of this.#region.site?.body?.result.values ?? []) this.#graph.flow(generator.contents, sent);
    return sent;
  }

  #bindLoop(left: AnyNode, value: Cell): void {
    if (left.type === 'VariableDeclaration') for (const { id } of left.declarations) this.#bind(id, value);
    else this.#bind(left, value);
  }

  #bind(pattern: AnyNode, value: Cell): void {
    switch (pattern.type) {
      case 'Identifier': {
        const isVariable = this.#module.variableOf(pattern) !== undefined;
        this.#graph.flow(
          value,
          isVariable ? this.#cellOf(pattern) : this.#graph.field(this.#globalObject, pattern.name),
        );
        break;
      }
      case 'MemberExpression': {
        const object = pattern.object.type === 'Super' ? this.#region.self : this.#evaluate(pattern.object);
        this.#graph.write(object, this.#key(pattern.property, pattern.computed), value);
        break;
      }
      case 'AssignmentPattern': {
        const union = new Cell();
        this.#graph.flow(value, union);
        this.#graph.flow(this.#evaluate(pattern.right), union);
        this.#bind(pattern.left, union);
        break;
      }
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.type === 'RestElement') this.#bind(property.argument, value);
          else {
            const field = new Cell();
            const key = this.#key(property.key, property.computed);
            this.#graph.read(value, key, field);
            this.#model.readBuiltin(value, key, field);
            this.#bind(property.value, field);
          }
        }
        break;
      case 'ArrayPattern': {
        const element = new Cell();
        this.#graph.iterate(value, element);
        for (const item of pattern.elements) {
          if (item?.type === 'RestElement') {
            const list = this.#site('object', 'rest');
            this.#graph.flow(element, this.#graph.field(list, ELEMENTS));
            this.#bind(item.argument, this.#cellWith(list));
          } else if (item) this.#bind(item, element);
        }
        break;
      }
      default:
        this.#evaluate(pattern);
    }
  }
}

/** The expression inside parentheses that only group: `(0, http.get)` stays a sequence, `(f)` is `f`. */
function unwrap(node: AnyNode): AnyNode {
  if (node.type === 'ParenthesizedExpression' || node.type === 'ChainExpression') return unwrap(node.expression);
  return node;
}

function nameOf(node: AnyNode): string {
  return node.type === 'Identifier' ? node.name : String(node.type === 'Literal' ? node.value : '');
}

function ownName(node: AnyNode): unknown {
  return 'id' in node ? node.id : undefined;
}
