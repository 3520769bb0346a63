import type { AnyNode, CallExpression } from 'acorn';
import { ARRAY_CALLBACKS, PROMISE_CALLBACKS, TIMERS } from './builtins.ts';
import type { CallSite, ScriptFlows } from './flows/flow-types.ts';
import type { Site } from './flows/points-to-graph.ts';
import type { ParsedModule } from './parse-module.ts';

/**
 * How a call that may block is written: `yield` the suspension of a k6 function, `yield*` to a function that is known
 * to be a generator, `wait` for whatever the call turns out to return, or run an array method element by element.
 */
export type SuspendingForm = 'yield' | 'delegate' | 'wait' | 'array';

/** What has to change in a script so that its blocking calls can suspend. */
export interface Colouring {
  /** Functions that become generators. */
  readonly functions: ReadonlySet<AnyNode>;
  readonly calls: ReadonlyMap<AnyNode, { readonly form: SuspendingForm; readonly call: CallSite }>;
  /** Callbacks that become functions which return a promise. */
  readonly wrapped: ReadonlySet<AnyNode>;
  isBlocking(value: Site): boolean;
}

/** Finds the functions that may block, from the k6 functions that do up through all callers. */
export function colourFunctions(module: ParsedModule, flows: ScriptFlows): Colouring {
  const coloured = new Set<AnyNode>();
  const isBlocking = (value: Site) =>
    value.kind === 'blocking' || (value.body !== undefined && value.node !== undefined && coloured.has(value.node));
  const suspending = new Set<CallSite>();
  let size: number;
  do {
    size = suspending.size;
    for (const call of flows.calls) {
      if (suspending.has(call) || !mayBlock(call, isBlocking)) continue;
      suspending.add(call);
      if (call.region.kind === 'function' && call.region.site?.node) coloured.add(call.region.site.node);
    }
  } while (suspending.size > size);

  const calls = new Map<AnyNode, { form: SuspendingForm; call: CallSite }>();
  for (const call of flows.calls) {
    // A function that was analysed for several calls has several findings about each call in it: they must agree.
    if (!suspending.has(call)) continue;
    const found = calls.get(call.node as AnyNode)?.form;
    const form = formOf(module, call, isBlocking);
    calls.set(call.node as AnyNode, { form: found ? joinForms(found, form) : form, call });
  }
  const wrapped = flows.calls
    .filter(takesLaterCallback)
    .flatMap(({ args }) =>
      args.filter(({ value, spread }) => !spread && [...value.values].some(isBlocking)).map(({ node }) => node),
    );
  return {
    functions: coloured,
    calls,
    wrapped: new Set(wrapped),
    isBlocking,
  };
}

/** Whether a call hands callbacks to a promise or a timer. */
export function takesLaterCallback(call: CallSite): boolean {
  if (call.foreign.size === 0) return false;
  return (
    (call.receiver !== undefined && PROMISE_CALLBACKS.has(call.method ?? '')) ||
    [...call.foreign].some((name) => TIMERS.has(name))
  );
}

/** Whether a call runs a blocking callback over the elements of an array. */
export function isArrayCall(call: CallSite, isBlocking: (value: Site) => boolean): boolean {
  if (call.foreign.size === 0 || !call.receiver || !ARRAY_CALLBACKS.has(call.method ?? '')) return false;
  return call.args.slice(0, 1).some(({ value, spread }) => !spread && [...value.values].some(isBlocking));
}

function joinForms(a: SuspendingForm, b: SuspendingForm): SuspendingForm {
  if (a === b) return a;
  return a === 'array' || b === 'array' ? 'array' : 'wait';
}

function mayBlock(call: CallSite, isBlocking: (value: Site) => boolean): boolean {
  return (
    [...call.targets].some(isBlocking) || [...call.hooked.values].some(isBlocking) || isArrayCall(call, isBlocking)
  );
}

function formOf(module: ParsedModule, call: CallSite, isBlocking: (value: Site) => boolean): SuspendingForm {
  if (isArrayCall(call, isBlocking)) return 'array';
  const { callee, optional } = call.node as CallExpression;
  if (call.foreign.size > 0 || optional || ![...call.targets].every(isBlocking)) return 'wait';
  const isPrimitive = [...call.targets].every(({ kind }) => kind === 'blocking');
  if (callee?.type === 'Identifier') {
    const definition = fixedDefinition(module, callee);
    if (definition?.type === 'ImportBinding') return isPrimitive ? 'yield' : 'wait';
    const node = definition?.node as (AnyNode & { init?: AnyNode }) | undefined;
    const init = definition?.type === 'Variable' ? node?.init : node;
    return [...call.targets].some((target) => target.node === init) ? 'delegate' : 'wait';
  }
  if (callee?.type === 'MemberExpression' && callee.object.type === 'Identifier' && !callee.optional) {
    return isPrimitive && fixedDefinition(module, callee.object)?.type === 'ImportBinding' ? 'yield' : 'wait';
  }
  return 'wait';
}

/** The definition of a variable that is never assigned again: calls through it are certain, whatever the analysis saw. */
function fixedDefinition(module: ParsedModule, identifier: AnyNode) {
  const variable = module.variableOf(identifier);
  const definition = variable?.defs.length === 1 ? variable.defs[0] : undefined;
  if (!definition || !variable) return undefined;
  const writes = variable.references.filter((reference) => reference.isWrite()).length;
  return writes <= (definition.type === 'Variable' ? 1 : 0) ? definition : undefined;
}
