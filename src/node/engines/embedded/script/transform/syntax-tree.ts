import type { AnyNode } from 'acorn';

/** For each type of node, the keys that may hold other nodes: every node of a type has the same keys. */
const KEYS = new Map<string, readonly string[]>();
const TEXT_KEYS: ReadonlySet<string> = new Set(['type', 'start', 'end', 'range', 'name', 'operator', 'raw', 'kind']);

/** The nodes directly inside a node, in the order of the source. */
export function childrenOf(node: AnyNode): AnyNode[] {
  let keys = KEYS.get(node.type);
  if (!keys) {
    keys = Object.keys(node).filter((key) => !TEXT_KEYS.has(key));
    KEYS.set(node.type, keys);
  }
  const children: AnyNode[] = [];
  for (const key of keys) {
    const value = (node as unknown as Record<string, unknown>)[key];
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) children.push(item);
    } else if (isNode(value)) children.push(value);
  }
  return children.every((child, index) => index === 0 || (children[index - 1]?.start ?? 0) <= child.start)
    ? children
    : children.sort((a, b) => a.start - b.start);
}

/** Visits a node and everything in it; `enter` may return false to stay out of a node. */
export function walk(
  node: AnyNode,
  enter: (node: AnyNode) => boolean,
  leave: (node: AnyNode) => void = () => {},
): void {
  if (enter(node)) for (const child of childrenOf(node)) walk(child, enter, leave);
  leave(node);
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
