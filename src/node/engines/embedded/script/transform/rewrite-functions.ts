import type {
  AnyNode,
  ArrowFunctionExpression,
  AssignmentPattern,
  CallExpression,
  Function as FunctionNode,
  RestElement,
} from 'acorn';
import type MagicString from 'magic-string';
import type { Colouring } from './colour-functions.ts';
import type { ParsedModule } from './parse-module.ts';
import { childrenOf, walk } from './syntax-tree.ts';

/** The text of a script under change. */
export interface Rewriting {
  readonly module: ParsedModule;
  readonly text: MagicString;
  readonly colouring: Colouring;
  readonly parents: ReadonlyMap<AnyNode, AnyNode>;
  /** The name by which rewritten code reaches the coroutine runtime. */
  readonly runtime: string;
}

/** Turns blocking functions into generators and makes their blocking calls suspend. */
export function rewriteFunctions(rewriting: Rewriting): void {
  const { module, text, colouring } = rewriting;
  const moved = movedDefaults(rewriting);
  const touched = withAncestors([...colouring.functions, ...colouring.calls.keys(), ...colouring.wrapped], rewriting);
  walk(
    module.program,
    (node) => {
      if (!touched.has(node)) return false;
      if (
        node.type === 'ExpressionStatement' &&
        startsRewritten(node.expression, colouring) &&
        isInList(node, rewriting)
      ) {
        // A line that now starts with a parenthesis would continue a line before it that has no semicolon.
        text.appendRight(node.start, ';');
      }
      if (colouring.wrapped.has(node)) text.appendRight(node.start, `${rewriting.runtime}.async(`);
      if (colouring.functions.has(node)) openFunction(node as FunctionNode & AnyNode, rewriting, moved.get(node) ?? []);
      if (colouring.calls.has(node)) openCall(node, rewriting);
      return true;
    },
    (node) => {
      if (colouring.calls.has(node)) closeCall(node, rewriting);
      for (const { right } of moved.get(node) ?? []) text.appendLeft(right.end, ');');
      if (colouring.functions.has(node) && node.type === 'ArrowFunctionExpression') closeArrow(node, rewriting);
      if (colouring.wrapped.has(node)) text.appendLeft(node.end, ')');
    },
  );
}

/** The nodes that are rewritten or contain such a node: the rest of a script, most of it, is left alone. */
function withAncestors(nodes: readonly AnyNode[], { parents }: Rewriting): ReadonlySet<AnyNode> {
  const touched = new Set<AnyNode>();
  for (const node of nodes) {
    for (let next: AnyNode | undefined = node; next && !touched.has(next); next = parents.get(next)) touched.add(next);
  }
  return touched;
}

function startsRewritten(node: AnyNode, colouring: Colouring): boolean {
  if (colouring.calls.has(node) || colouring.functions.has(node)) return true;
  const first = childrenOf(node)[0];
  return first !== undefined && first.start === node.start && startsRewritten(first, colouring);
}

function isInList(node: AnyNode, { parents }: Rewriting): boolean {
  return ['Program', 'BlockStatement', 'SwitchCase', 'StaticBlock'].includes(parents.get(node)?.type ?? '');
}

function openCall(node: AnyNode, { module, text, colouring, runtime }: Rewriting): void {
  const entry = colouring.calls.get(node);
  if (!entry) return;
  const { form, call } = entry;
  // Differs from k6: while an async function or the top level of a module waits, other tasks of its VU may run.
  const awaits = call.region.kind === 'async' || call.region.kind === 'module';
  const array = form === 'array' ? `${runtime}.array(` : '';
  if (awaits) text.appendRight(node.start, `((await ${runtime}.run(${array}`);
  else if (form === 'yield') text.appendRight(node.start, '(yield ');
  else if (form === 'wait') text.appendRight(node.start, `(yield* ${runtime}.wait(`);
  else text.appendRight(node.start, `(yield* ${array}`);
  if (array) openArrayArguments(node as CallExpression & AnyNode, module, text);
}

/** `list.map(` becomes `list,"map",[`: what is between keeps its line breaks. */
function openArrayArguments(node: CallExpression & AnyNode, module: ParsedModule, text: MagicString): void {
  const { callee } = node;
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
  const property = module.tokenIndexAt(callee.property.start);
  const dot = module.tokens[property - 1];
  const open = module.tokens.slice(property + 1).find(({ type }) => type.label === '(');
  if (!dot || !open) return;
  const lines = module.source.slice(dot.start, open.end).replace(/[^\n]/g, '');
  text.update(dot.start, open.end, `,"${callee.property.name}",[${lines}`);
  text.update(node.end - 1, node.end, callee.optional ? '],true)' : '])');
}

function closeCall(node: AnyNode, { text, colouring }: Rewriting): void {
  const entry = colouring.calls.get(node);
  if (!entry) return;
  const { form, call } = entry;
  const awaits = call.region.kind === 'async' || call.region.kind === 'module';
  text.appendLeft(node.end, awaits ? ')).value)' : form === 'wait' ? '))' : ')');
}

/**
 * Writes the head of a generator. A run of it is counted when it is made, in the last parameter, and when it begins, in
 * the first statement: {@link CoroutineRuntime.runs} tells why.
 */
function openFunction(
  node: FunctionNode & AnyNode,
  rewriting: Rewriting,
  defaults: readonly AssignmentPattern[],
): void {
  const { text, runtime } = rewriting;
  const begun = `${runtime}.runs.open--;`;
  const last = node.params.at(-1);
  const rest = last?.type === 'RestElement' ? last : undefined;
  if (node.type === ('ArrowFunctionExpression' as string)) openArrow(node as never, rewriting);
  else openPlainFunction(node, rewriting);
  countParameter(node, rewriting, rest !== undefined);
  const isBlock = node.body.type === 'BlockStatement';
  const bodyStart = isBlock ? node.body.start + 1 : arrowToken(node as never, rewriting.module).end;
  text.appendLeft(bodyStart, isBlock ? begun : `{${begun}`);
  if (!isBlock) text.appendRight(bodyStart, 'return (');
  moveDefaults(defaults, bodyStart, text);
  if (rest) moveRest(rest, node.params.length - 1, bodyStart, text);
}

function openPlainFunction(node: FunctionNode & AnyNode, { module, text, parents }: Rewriting): void {
  const parent = parents.get(node);
  if (parent?.type === 'MethodDefinition' && parent.value === node) {
    const first = module.tokenIndexAt(parent.start);
    const name = module.tokens[parent.static ? first + 1 : first];
    // The semicolon keeps the star from multiplying the value of a field before it.
    text.appendRight(name?.start ?? parent.start, parent.static ? '*' : ';*');
  } else if (parent?.type === 'Property' && parent.method && parent.value === node) text.appendRight(parent.start, '*');
  else text.prependRight(node.start + 'function'.length, '*');
}

function openArrow(node: ArrowFunctionExpression & AnyNode, { module, text }: Rewriting): void {
  const arrow = arrowToken(node, module);
  text.appendRight(node.start, isBareArrow(node) ? '(function* (' : '(function* ');
  text.update(arrow.start, arrow.end, ' ');
}

/** Whether the parameter of an arrow function is not in parentheses. */
function isBareArrow({ start, params: [first] }: FunctionNode & AnyNode): boolean {
  return first?.type === 'Identifier' && first.start === start;
}

/** Adds a parameter that counts: the key of a pattern is computed at every call, whatever the arguments are. */
function countParameter(
  node: FunctionNode & AnyNode,
  { module, text, runtime }: Rewriting,
  replacesRest: boolean,
): void {
  const made = `...{[(${runtime}.runs.open++,"length")]:{}})`;
  if (isBareArrow(node)) {
    text.appendLeft(node.params[0]?.end ?? node.start, `,${made}`);
    return;
  }
  const isArrow = node.type === ('ArrowFunctionExpression' as string);
  const end = isArrow ? arrowToken(node as never, module).start : node.body.start;
  const close = module.tokenIndexAt(end) - 1;
  const needsComma = node.params.length > 0 && !replacesRest && module.tokens[close - 1]?.type.label !== ',';
  const { start, end: closeEnd } = module.tokens[close] ?? node;
  text.update(start, closeEnd, `${needsComma ? ',' : ''}${made}`);
}

function closeArrow(node: ArrowFunctionExpression & AnyNode, { text }: Rewriting): void {
  const body = node.body.type === 'BlockStatement' ? '' : ')}';
  text.appendLeft(node.end, `${body})${usesThis(node) ? '.bind(this)' : ''}`);
}

function arrowToken(node: ArrowFunctionExpression & AnyNode, module: ParsedModule) {
  let index = module.tokenIndexAt(node.body.start) - 1;
  while (module.tokens[index]?.type.label !== '=>') index -= 1;
  return module.tokens[index] ?? { start: node.body.start, end: node.body.start };
}

function usesThis(node: AnyNode): boolean {
  return childrenOf(node).some(
    (child) =>
      child.type === 'ThisExpression' ||
      (child.type !== 'FunctionExpression' && child.type !== 'FunctionDeclaration' && usesThis(child)),
  );
}

/** The parameters whose defaults move into the body: generators cannot suspend before their body runs. */
function movedDefaults({ colouring }: Rewriting): Map<AnyNode, AssignmentPattern[]> {
  const moved = new Map<AnyNode, AssignmentPattern[]>();
  for (const { call } of colouring.calls.values()) {
    if (!call.parameterDefault) continue;
    const { owner, node } = call.parameterDefault;
    const { params } = owner as FunctionNode;
    // The defaults after it move too: they may use this parameter, and run after it.
    const later = params
      .slice(params.indexOf(node as never))
      .filter((parameter) => parameter.type === 'AssignmentPattern');
    if (later.length > (moved.get(owner)?.length ?? 0)) moved.set(owner, later);
  }
  return moved;
}

/** `(a = f()) {` becomes `(a = undefined) {if(a===undefined)a=(f());` */
function moveDefaults(parameters: readonly AssignmentPattern[], bodyStart: number, text: MagicString): void {
  for (const { left, right } of parameters) {
    if (left.type !== 'Identifier') continue;
    text.appendRight(right.start, `if(${left.name}===undefined)${left.name}=(`);
    text.appendRight(right.end, 'undefined');
    text.move(right.start, right.end, bodyStart);
  }
}

/** `(a, ...rest) {` becomes `(a, ) {var [,...rest]=arguments;`: the parameter that counts has to be the last. */
function moveRest(rest: RestElement & { end: number }, index: number, bodyStart: number, text: MagicString): void {
  text.appendRight(rest.start, `var [${','.repeat(index)}`);
  text.appendLeft(rest.end, ']=arguments;');
  text.move(rest.start, rest.end, bodyStart);
}
