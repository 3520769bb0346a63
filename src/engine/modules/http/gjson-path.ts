/** Whether a path has no wildcards, queries, modifiers and multipaths. */
export function isPlainPath(path: string): boolean {
  return !/(?<!\\)[*?|[\]{}!]|(?<!\\)#\(|^@|\.@/.test(path);
}

/**
 * Reads a value by the plain part of gjson's path syntax: `a.b.0`, `a\.b`, `list.#` (length), `list.#.name` (of each).
 * @returns undefined when there is nothing
 */
export function readGjsonPath(root: unknown, path: string): unknown {
  return read(root, splitPath(path));
}

function splitPath(path: string): string[] {
  const parts = [''];
  for (let i = 0; i < path.length; i++) {
    const character = path.charAt(i);
    if (character === '.') parts.push('');
    else parts[parts.length - 1] += character === '\\' ? path.charAt(++i) : character;
  }
  return parts;
}

function read(value: unknown, parts: readonly string[]): unknown {
  const [part, ...rest] = parts;
  if (part === undefined) return value;
  if (Array.isArray(value)) {
    if (part !== '#')
      return /^\d+$/.test(part) && Number(part) < value.length ? read(value[Number(part)], rest) : undefined;
    if (rest.length === 0) return value.length;
    return value.map((item) => read(item, rest)).filter((item) => item !== undefined);
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
  return read((value as Record<string, unknown>)[part], rest);
}
