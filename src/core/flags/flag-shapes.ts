/** The name of the check that a single flag is the one asked for. */
export const FLAG_CHECK = 'the flag asked for came back';

/**
 * The shapes in which flag APIs answer. A list is an array of flags, or a map by key, either as it is or under `flags`,
 * `data` or `data.flags`. A flag names itself by `key`, `name` or `id`, or is an entry of a map.
 */

const WRAPPERS = ['data', 'flags', 'flag'] as const;
const NAMES = ['key', 'name', 'id'] as const;

/** The keys of a list of flags; empty when the value is no such list. */
export function flagKeysOf(json: unknown): string[] {
  const list = unwrap(json);
  if (Array.isArray(list)) return list.map(nameOf).filter((name) => name !== undefined);
  return isRecord(list) && nameOf(list) === undefined ? Object.keys(list) : [];
}

/** Whether an answer is the flag with this key. */
export function isFlag(json: unknown, key: string): boolean {
  const flag = unwrap(json);
  return isRecord(flag) && (nameOf(flag) === key || Object.hasOwn(flag, key));
}

function unwrap(json: unknown): unknown {
  let value = json;
  for (const wrapper of WRAPPERS) {
    if (isRecord(value) && typeof value[wrapper] === 'object' && value[wrapper] !== null) value = value[wrapper];
  }
  return value;
}

function nameOf(flag: unknown): string | undefined {
  if (typeof flag === 'string') return flag;
  if (!isRecord(flag)) return undefined;
  return NAMES.map((name) => flag[name]).find((name) => typeof name === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
