/** What ElastiCache takes for the name of a node. */
const NODE = /^[a-z](?:-?[a-z0-9])*$/i;
const LONGEST = 50;
const MOST_NODES = 20;

/** Names of nodes; empty for none. @returns undefined when one cannot be a name, or there are too many, or commas alone */
export function parseElastiCacheNodes(text: string): readonly string[] | undefined {
  const nodes = text.split(/[\s,]+/).filter((name) => name !== '');
  const areNames = nodes.every((name) => NODE.test(name) && name.length <= LONGEST);
  const isNone = nodes.length === 0 && text !== '';
  return areNames && !isNone && nodes.length <= MOST_NODES ? [...new Set(nodes)] : undefined;
}
