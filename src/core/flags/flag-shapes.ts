/** The name of the check that a single flag is the one asked for. */
export const FLAG_CHECK = 'the flag asked for came back';

/**
 * The shapes in which flag APIs answer. A list is an array of flags, or a map by key, either as it is or under `flags`,
 * `data` or `data.flags`. A flag names itself by `key`, `name` or `id`, or is an entry of a map.
 */

/** The keys of a list of flags; empty when the value is no such list. */
export function flagKeysOf(json: unknown): string[] {
  const list = unwrap(json);
  if (Array.isArray(list)) return list.map(nameOf).filter((name) => name !== undefined);
  return isRecord(list) && nameOf(list) === undefined ? Object.keys(list) : [];
}

/** Whether a value is a list with a flag in it. */
export function hasFlags(json: unknown): boolean {
  const list = unwrap(json);
  if (Array.isArray(list)) return list.some((flag) => nameOf(flag) !== undefined);
  return isRecord(list) && nameOf(list) === undefined && Object.keys(list).length > 0;
}

/** Whether an answer is the flag with this key. */
export function isFlag(json: unknown, key: string): boolean {
  const flag = unwrap(json);
  return isRecord(flag) && (nameOf(flag) === key || Object.hasOwn(flag, key));
}

function unwrap(json: unknown): unknown {
  return under('flag', under('flags', under('data', json)));
}

/** What stands under this name, where that is an object or a list; else the value itself. */
function under(name: string, value: unknown): unknown {
  const inner = isRecord(value) ? value[name] : undefined;
  return typeof inner === 'object' && inner !== null ? inner : value;
}

function nameOf(flag: unknown): string | undefined {
  if (typeof flag === 'string') return flag;
  if (!isRecord(flag)) return undefined;
  if (typeof flag.key === 'string') return flag.key;
  if (typeof flag.name === 'string') return flag.name;
  return typeof flag.id === 'string' ? flag.id : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
