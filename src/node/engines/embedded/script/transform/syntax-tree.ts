import type { AnyNode } from 'acorn';

/** The nodes directly inside a node, in the order of the source. */
export function childrenOf(node: AnyNode): AnyNode[] {
  const children = Object.values(node)
    .flatMap((value: unknown) => (Array.isArray(value) ? value : [value]))
    .filter(isNode);
  return children.length > 1 ? children.sort((a, b) => a.start - b.start) : children;
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
