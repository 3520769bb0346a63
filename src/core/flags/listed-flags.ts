/** How many keys are kept by name: enough to know a list by, few enough to hand to every VU. */
const MOST_KEPT = 25;

/** The list of flags before the load, as far as later ones are compared with it. */
export interface ListedFlags {
  readonly count: number;
  /** The same for the same keys in any order. */
  readonly digest: number;
  /** The first of them. */
  readonly keys: readonly string[];
}

/** Notes which flags a list has. */
export function listedFlags(keys: readonly string[]): ListedFlags {
  return { count: keys.length, digest: digestOf(keys), keys: keys.slice(0, MOST_KEPT) };
}

/** Whether a later list has the same flags. Where nobody asked before the load, any flags will do. */
export function isSameList(keys: readonly string[], listed: ListedFlags | undefined): boolean {
  if (listed === undefined) return keys.length > 0;
  return keys.length === listed.count && digestOf(keys) === listed.digest;
}

/** Whether a list for one cohort has flags that are known: it need not have all. */
export function sharesFlags(keys: readonly string[], listed: ListedFlags | undefined): boolean {
  return listed === undefined ? keys.length > 0 : keys.some((key) => listed.keys.includes(key));
}

function digestOf(keys: readonly string[]): number {
  return keys.reduce((sum, key) => (sum + hashOf(key)) >>> 0, 0);
}

/** FNV-1a over UTF-16 units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
