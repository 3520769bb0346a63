import type { AnyNode, CallExpression, NewExpression, TaggedTemplateExpression } from 'acorn';
import type { Cell, Site } from './points-to-graph.ts';

/** The values that flow through a script. */
export interface ScriptFlows {
  readonly calls: readonly CallSite[];
  readonly functions: readonly Site[];
  readonly sites: readonly Site[];
  /** The functions of the script that were taken for code outside it. */
  readonly closed: readonly Site[];
  /** The globals, which code outside the script sees too. */
  readonly shared: readonly Site[];
  /** False when the analysis was given up: then the flows mean nothing. */
  readonly isComplete: boolean;
}

/** Code that runs as one piece: a function, the module body, or a place where nothing can wait. */
export interface Region {
  readonly kind: 'module' | 'function' | 'async' | 'generator' | 'constructor' | 'accessor' | 'initializer';
  readonly site: Site | undefined;
  readonly self: Cell;
  /** The object whose prototype `super` reads. */
  readonly home: Site | undefined;
  /** Receives what `yield` gives out, in a generator of the script. */
  readonly yielded: Cell | undefined;
  readonly args: Cell | undefined;
}

/** A call in the script, with what the analysis found about it. */
export interface CallSite {
  readonly node: CallExpression | NewExpression | TaggedTemplateExpression;
  readonly region: Region;
  /** The parameter default that contains the call, if any. */
  readonly parameterDefault: ParameterDefault | undefined;
  readonly callee: Cell;
  readonly receiver: Cell | undefined;
  /** The name of the method or, for a built-in function, its full name once known. */
  readonly method: string | undefined;
  readonly args: readonly Argument[];
  readonly result: Cell;
  readonly isNew: boolean;
  /** Functions of the script and blocking k6 functions that the call may reach. */
  readonly targets: Set<Site>;
  /** Functions that a k6 `group` or `check` runs for this call. */
  readonly hooked: Cell;
  /** The functions outside the script that the call may reach. */
  readonly foreign: Set<string>;
}

/** An argument of a call; `spread` when it stands for the elements of its value. */
export interface Argument {
  readonly node: AnyNode;
  readonly value: Cell;
  readonly spread: boolean;
}

/** The default value of a parameter: `function f(parameter = value)`. */
export interface ParameterDefault {
  readonly node: AnyNode;
  readonly owner: AnyNode;
}
