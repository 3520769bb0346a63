import type { AnyNode, Function as FunctionNode } from 'acorn';
import { HARMLESS_FUNCTIONS, HARMLESS_METHODS, IMPLICIT_CALLS } from './builtins.ts';
import { type Colouring, isArrayCall, type SuspendingForm, takesLaterCallback } from './colour-functions.ts';
import type { CallSite, Region, ScriptFlows } from './flows/flow-types.ts';
import type { Site } from './flows/points-to-graph.ts';
import { childrenOf } from './syntax-tree.ts';

/** A node that cannot be rewritten, and why. */
export interface Unsupported {
  readonly node: AnyNode;
  readonly reason: string;
}

const REGION_REASONS: Partial<Record<Region['kind'], string>> = {
  generator: 'A generator makes a blocking call: only plain and async functions can wait',
  constructor: 'A constructor makes a blocking call: move it to a method',
  accessor: 'A getter or setter makes a blocking call: move it to a method',
  initializer: 'A class field or static block makes a blocking call: move it to a method',
};

/** Finds every place where a blocking call cannot be made to suspend without changing what the script does. */
export function findUnsupported(
  flows: ScriptFlows,
  colouring: Colouring,
  parents: ReadonlyMap<AnyNode, AnyNode>,
): Unsupported[] {
  const found: Unsupported[] = [];
  const report = (node: AnyNode, reason: string) => found.push({ node, reason });
  for (const { call, form } of colouring.calls.values()) checkSuspendingCall(call, form, colouring, parents, report);
  for (const call of flows.calls) checkForeignCall(call, colouring, report);
  checkImplicitCalls(flows, colouring, report);
  for (const node of colouring.functions) {
    const captured = node.type === 'ArrowFunctionExpression' ? capturedByArrow(node) : undefined;
    if (captured)
      report(
        captured,
        'A blocking arrow function uses arguments, super or new.target of the function around it: make it a plain function',
      );
  }
  return found;
}

type Report = (node: AnyNode, reason: string) => void;

function checkSuspendingCall(
  call: CallSite,
  form: SuspendingForm,
  colouring: Colouring,
  parents: ReadonlyMap<AnyNode, AnyNode>,
  report: Report,
): void {
  const { node, region, parameterDefault } = call;
  const reason = REGION_REASONS[region.kind];
  if (form !== 'yield' && form !== 'delegate' && mayReturnGenerator(call, colouring)) {
    report(
      node as AnyNode,
      'This call may block or give back a generator of the script: the two cannot be told apart, use two calls',
    );
  }
  if (reason) report(node as AnyNode, reason);
  if (node.type === 'TaggedTemplateExpression') report(node, 'A template tag blocks: call it as a function');
  const constructs = [...call.targets].some((target) => colouring.isBlocking(target));
  if (call.isNew && constructs && !reason) report(node as AnyNode, 'new runs a blocking function: call it without new');
  if (parameterDefault && !canMoveDefaults(parameterDefault.owner as FunctionNode, parameterDefault.node)) {
    report(
      node as AnyNode,
      'A parameter default makes a blocking call next to a pattern: move it into the body of the function',
    );
  }
  if (node.type === 'CallExpression') {
    if (leavesChainEarly(node, parents) || (form === 'array' && !canRunArray(node))) {
      report(node, 'An optional chain goes on after a blocking call: split it into two statements');
    }
  }
}

function mayReturnGenerator(call: CallSite, { isBlocking }: Colouring): boolean {
  return [...call.targets].some(
    (target) => !isBlocking(target) && [...(target.body?.result.values ?? [])].some(({ kind }) => kind === 'generator'),
  );
}

/** Whether parameter defaults, from a blocking one on, can be moved to the start of the function body. */
function canMoveDefaults(owner: FunctionNode, parameter: AnyNode): boolean {
  if (owner.async && owner.body.type !== 'BlockStatement') return false;
  const later = owner.params.slice(owner.params.indexOf(parameter as never));
  return later.every((node) => {
    const target = node.type === 'AssignmentPattern' ? node.left : node.type === 'RestElement' ? node.argument : node;
    return target.type === 'Identifier';
  });
}

/** Whether `?.` before a blocking call would have skipped what comes after it. */
function leavesChainEarly(node: AnyNode, parents: ReadonlyMap<AnyNode, AnyNode>): boolean {
  if (!hasOptionalLink(node)) return false;
  const parent = parents.get(node);
  if (!parent || parent.type === 'ChainExpression') return false;
  const goesOn =
    (parent.type === 'MemberExpression' && parent.object === node) ||
    (parent.type === 'CallExpression' && parent.callee === node);
  return goesOn && !parent.optional;
}

function hasOptionalLink(node: AnyNode): boolean {
  if (node.type === 'CallExpression') return node.optional || hasOptionalLink(node.callee);
  if (node.type === 'MemberExpression') return node.optional || hasOptionalLink(node.object);
  return false;
}

/** `list.map(f)` and `list?.map(f)` can be run element by element; not `a?.list.map(f)`, `list.map?.(f)`. */
function canRunArray(node: AnyNode): boolean {
  if (node.type !== 'CallExpression' || node.optional || node.callee.type !== 'MemberExpression') return false;
  return !node.callee.computed && node.callee.object.type !== 'Super' && !hasOptionalLink(node.callee.object);
}

function checkForeignCall(call: CallSite, colouring: Colouring, report: Report): void {
  if (call.foreign.size === 0 || isArrayCall(call, colouring.isBlocking)) return;
  const isLater = takesLaterCallback(call);
  const isHarmless =
    (call.receiver !== undefined && HARMLESS_METHODS.has(call.method ?? '')) ||
    [...call.foreign].every((name) => HARMLESS_FUNCTIONS.test(name) || name === 'Object.bind');
  if (isHarmless) return;
  const callee = call.method === undefined ? ([...call.foreign][0] ?? '') : call.method;
  for (const { node, value, spread } of call.args) {
    if (isLater && !spread) continue;
    const given = [...value.values];
    const handed = given.some(
      (site) =>
        colouring.isBlocking(site) || (site.name === 'literal' && [...site.contents.values].some(colouring.isBlocking)),
    );
    if (handed)
      report(
        node,
        `A blocking function is handed to "${callee}", which cannot wait for it: call it from a loop instead`,
      );
  }
}

function checkImplicitCalls(flows: ScriptFlows, { isBlocking }: Colouring, report: Report): void {
  const iterates = flows.sites.some(({ fields }) =>
    [...(fields.get('@@iterator')?.values ?? [])].some(({ node }) => node?.type !== undefined),
  );
  const reported = new Set<Site>();
  for (const site of flows.sites) {
    if (site.body?.isAccessor && isBlocking(site) && site.node) report(site.node, REGION_REASONS.accessor ?? '');
    for (const [name, { values }] of site.fields) {
      const isImplicit =
        IMPLICIT_CALLS.has(name) || (iterates && name === 'next') || (site.kind === 'foreign' && /^on[a-z]/.test(name));
      if (!isImplicit) continue;
      for (const value of values) {
        if (!value.node || !isBlocking(value) || reported.has(value)) continue;
        reported.add(value);
        report(
          value.node,
          `A blocking function is the property "${name}", which is called from outside the script: rename it or do not block in it`,
        );
      }
    }
  }
}

/** The first use, in an arrow function, of something that only the function around it has, other than `this`. */
function capturedByArrow(node: AnyNode): AnyNode | undefined {
  for (const child of childrenOf(node)) {
    if (child.type === 'Super' || child.type === 'MetaProperty') {
      if (child.type === 'Super' || child.meta.name === 'new') return child;
    } else if (child.type === 'Identifier' && child.name === 'arguments') {
      const isKey =
        (node.type === 'MemberExpression' && node.property === child && !node.computed) ||
        (node.type === 'Property' && node.key === child && !node.shorthand);
      if (!isKey) return child;
    }
    if (child.type === 'FunctionExpression' || child.type === 'FunctionDeclaration') continue;
    const captured = capturedByArrow(child);
    if (captured) return captured;
  }
  return undefined;
}
