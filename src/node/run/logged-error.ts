const ERROR = /^time="[^"]*" level=(?:error|fatal) msg=(?:("(?:[^"\\]|\\.)*")|(\S+))/;

/** The text of an error in a line of an engine's log; undefined for any other line. */
export function loggedError(line: string): string | undefined {
  const [, quoted, plain] = ERROR.exec(line) ?? [];
  if (quoted === undefined) return plain;
  try {
    return JSON.parse(quoted) as string;
  } catch {
    // Go quotes some characters in a way of its own.
    return quoted.slice(1, -1);
  }
}
