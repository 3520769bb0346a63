import { parseEnv } from 'node:util';

/**
 * line  = blank | "#" text | [ "export " ] name "=" value
 * value = '"' text '"' | "'" text "'" | "`" text "`" | text without "#", unless a blank is in front of it
 *
 * Node.js reads the values. It passes over what it does not understand, so each line is looked at before.
 */
const PASSED_OVER = /^\s*(?:#.*)?$/;
const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/;
const QUOTED = /^(["'`])((?!\1).)*\1\s*(?:#.*)?$/;

interface EnvironmentFile {
  readonly variables: Readonly<Record<string, string>>;
  /** What is wrong with it: a line for each line that is, without what stands in it, which may be a secret. */
  readonly problems: readonly string[];
}

/** Reads variables from the text of a file, such as `BASE_URL=https://staging.example.com`, one a line. */
export function parseEnvironmentFile(text: string): EnvironmentFile {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const problems = lines.flatMap((line, index) => {
    const problem = problemOf(line);
    return problem === undefined ? [] : [`line ${index + 1} ${problem}`];
  });
  return { variables: problems.length > 0 ? {} : (parseEnv(lines.join('\n')) as Record<string, string>), problems };
}

function problemOf(line: string): string | undefined {
  if (PASSED_OVER.test(line)) return undefined;
  const [, name, value = ''] = ASSIGNMENT.exec(line) ?? [];
  if (name === undefined) return 'is no variable: write NAME=value, or # in front of a comment';
  if (/^["'`]/.test(value)) {
    return QUOTED.test(value) ? undefined : `has no end of the quoted value of ${name}: close it on the same line`;
  }
  // Node.js would take the rest for a comment, and cut a password in two.
  return /\S#/.test(value.replace(/\s#.*$/, ''))
    ? `has a # within the value of ${name}: write the value in quotes`
    : undefined;
}
