// Where things stand on the page, for links to them. Ids of a result may hold what has a meaning in a link.

export function findingAnchor(id: string): string {
  return anchor('finding', id);
}

/** `latency-p95:all_flags` -> `rule-latency-p95-all_flags`. */
export function ruleAnchor(id: string): string {
  return anchor('rule', id);
}

function anchor(kind: string, id: string): string {
  return `${kind}-${id.replace(/[^\w-]/g, '-')}`;
}
