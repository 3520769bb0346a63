import type { AnyNode } from 'acorn';

/** The key of array elements and of what collections hold. */
export const ELEMENTS = '[]';
/** The key of properties whose name is not known before the run. */
export const ANY_KEY = '*';

/** Values in cells and edges between cells: a few million take seconds and hundreds of megabytes. */
const MAX_FINDINGS = 4_000_000;

/** What strings and arrays from outside the script have: such a name does not mean a value that the script put there. */
const BUILTIN_METHODS: ReadonlySet<string> = new Set(
  [String.prototype, Array.prototype].flatMap((prototype) => Object.getOwnPropertyNames(prototype)),
);

/** What a value may be, as far as the analysis tells values apart: one site per place that makes values. */
export class Site {
  readonly fields = new Map<string, Cell>();
  /** All values of all fields. */
  readonly contents = new Cell();
  /** Objects from which fields are inherited. */
  readonly prototypes = new Cell();
  readonly fieldWatchers: Array<(name: string, cell: Cell) => void> = [];
  /** Present on functions of the script. */
  body: FunctionFacts | undefined;
  /** Present on classes of the script. */
  shape: ClassFacts | undefined;

  readonly kind: SiteKind;
  readonly name: string;
  readonly node: AnyNode | undefined;

  constructor(kind: SiteKind, name: string, node?: AnyNode) {
    this.kind = kind;
    this.name = name;
    this.node = node;
  }
}

/**
 * `blocking`: a k6 function that waits; `hook`: a k6 function that runs the functions given to it (`name` says which);
 * `foreign`: made outside the script; the rest: made by the script.
 */
export type SiteKind = 'function' | 'class' | 'object' | 'promise' | 'generator' | 'blocking' | 'hook' | 'foreign';

/** The values that flow into and out of a function of the script. */
export interface FunctionFacts {
  readonly parameters: readonly Cell[];
  readonly rest: Cell | undefined;
  /** Every argument of every call. */
  readonly anyArgument: Cell;
  readonly self: Cell;
  readonly returned: Cell;
  /** What a call evaluates to: `returned`, or the promise or generator that stands for it. */
  readonly result: Cell;
  readonly instance: Site;
  isAccessor: boolean;
}

/** The values that belong to a class of the script. */
export interface ClassFacts {
  readonly instance: Site;
  readonly instanceSelf: Cell;
  readonly staticSelf: Cell;
  readonly parent: Cell;
  construct: Site | undefined;
}

const NOTHING: ReadonlySet<Site> = new Set();

/**
 * A place that holds values: a variable, a parameter, a field, an expression. There are tens of thousands, and most hold
 * next to nothing: containers are made when something comes into them.
 */
export class Cell {
  #values: Set<Site> | undefined;
  /** The values in the order in which they came; the first of them, `settled` many, have been passed on. */
  #order: Site[] | undefined;
  #settled = 0;
  #targets: Set<Cell> | undefined;
  #watchers: Array<(site: Site) => void> | undefined;

  get values(): ReadonlySet<Site> {
    return this.#values ?? NOTHING;
  }

  /** Returns false when the cell holds the value already. */
  add(site: Site): boolean {
    this.#values ??= new Set();
    if (this.#values.has(site)) return false;
    this.#values.add(site);
    this.#order ??= [];
    this.#order.push(site);
    return true;
  }

  /** Returns false when values flow there already. */
  addTarget(target: Cell): boolean {
    this.#targets ??= new Set();
    if (this.#targets.has(target)) return false;
    this.#targets.add(target);
    return true;
  }

  watch(watcher: (site: Site) => void): void {
    this.#watchers ??= [];
    this.#watchers.push(watcher);
    const settled = this.#settled;
    for (let index = 0; index < settled; index += 1) watcher(this.#order?.[index] as Site);
  }

  /** Hands the values that came since the last time to the watchers, and together with `pass` to the targets. */
  settle(pass: (target: Cell, site: Site) => void): void {
    for (let site = this.#order?.[this.#settled]; site; site = this.#order?.[this.#settled]) {
      this.#settled += 1;
      if (this.#targets) for (const target of this.#targets) pass(target, site);
      const count = this.#watchers?.length ?? 0;
      for (let index = 0; index < count; index += 1) this.#watchers?.[index]?.(site);
    }
  }
}

/**
 * A flow-insensitive points-to graph: which values may each cell hold, whatever the order of execution (Andersen's
 * analysis). Fields are told apart by name and by the site of their object.
 */
export class PointsToGraph {
  readonly #queue: Cell[] = [];
  #findings = 0;
  readonly #written = new Map<string, Cell>();

  readonly add = (cell: Cell, site: Site): void => {
    if (!cell.add(site)) return;
    this.#findings += 1;
    this.#queue.push(cell);
  };

  flow(from: Cell, to: Cell): void {
    if (from === to || !from.addTarget(to)) return;
    this.#findings += 1;
    for (const site of from.values) this.add(to, site);
  }

  /** Calls `watcher` once for each value that the cell holds now or later. */
  watch(cell: Cell, watcher: (site: Site) => void): void {
    cell.watch(watcher);
  }

  /** Whether solving was given up: the work grows with the cube of the script where everything reaches everything. */
  get isTooLarge(): boolean {
    return this.#findings > MAX_FINDINGS;
  }

  /** Propagates values until nothing changes, or until the graph is too large. */
  solve(): void {
    for (let cell = this.#queue.pop(); cell && !this.isTooLarge; cell = this.#queue.pop()) cell.settle(this.add);
  }

  field(site: Site, name: string): Cell {
    let cell = site.fields.get(name);
    if (!cell) {
      cell = new Cell();
      site.fields.set(name, cell);
      this.flow(cell, site.contents);
      for (const watcher of [...site.fieldWatchers]) watcher(name, cell);
    }
    return cell;
  }

  /** What was ever assigned to a property of this name: setters see it. */
  written(name: string): Cell {
    let cell = this.#written.get(name);
    if (!cell) {
      cell = new Cell();
      this.#written.set(name, cell);
    }
    return cell;
  }

  read(object: Cell, key: string, into: Cell): void {
    const seen = new Set<Site>();
    const readSite = (site: Site): void => {
      if (seen.has(site)) return;
      seen.add(site);
      if (key === ANY_KEY) this.flow(site.contents, into);
      else {
        this.flow(this.field(site, key), into);
        const isBuiltin = site.kind === 'foreign' && BUILTIN_METHODS.has(key);
        if (!isBuiltin) this.flow(this.field(site, ANY_KEY), into);
      }
      this.watch(site.prototypes, readSite);
    };
    this.watch(object, readSite);
  }

  write(object: Cell, key: string, value: Cell): void {
    this.flow(value, this.written(key));
    this.watch(object, (site) => this.flow(value, this.field(site, key)));
  }

  /** Copies the fields of every value of `from` to `to`, as object spread does. */
  copyFields(from: Cell, to: Site): void {
    this.watch(from, (site) => {
      const copy = (name: string, cell: Cell) => this.flow(cell, this.field(to, name));
      for (const [name, cell] of [...site.fields]) copy(name, cell);
      site.fieldWatchers.push(copy);
    });
  }

  /** What `for…of`, spread and array destructuring take out of the values of `from`. */
  iterate(from: Cell, into: Cell): void {
    this.read(from, ELEMENTS, into);
    const iterators = new Cell();
    const steps = new Cell();
    this.#callMethods(from, '@@iterator', iterators);
    this.read(iterators, ELEMENTS, into);
    this.#callMethods(iterators, 'next', steps);
    this.read(steps, 'value', into);
  }

  /** What `await` takes out of the values of `from`: promises are opened, others pass. */
  settle(from: Cell, into: Cell): void {
    this.flow(from, into);
    this.watch(into, (site) => {
      if (site.kind === 'promise' || site.kind === 'foreign') this.flow(site.contents, into);
    });
  }

  #callMethods(object: Cell, name: string, into: Cell): void {
    const methods = new Cell();
    this.read(object, name, methods);
    this.watch(methods, (method) => {
      if (!method.body) return;
      this.flow(object, method.body.self);
      this.flow(method.body.result, into);
    });
  }
}

/** Whether a field of this name was found on a value or on what it inherits from. */
export function hasField(site: Site, name: string, seen = new Set<Site>()): boolean {
  if (seen.has(site)) return false;
  seen.add(site);
  if ((site.fields.get(name)?.values.size ?? 0) > 0) return true;
  const isBuiltin = site.kind === 'foreign' && BUILTIN_METHODS.has(name);
  if (!isBuiltin && (site.fields.get(ANY_KEY)?.values.size ?? 0) > 0) return true;
  return [...site.prototypes.values].some((prototype) => hasField(prototype, name, seen));
}
