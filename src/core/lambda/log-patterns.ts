import { isRecord } from '../records/is-record.ts';
import patterns from './log-patterns.json' with { type: 'json' };

/** Kinds of lines, and the regular expressions by which a line belongs to one. The first kind that fits counts. */
export type LogPatterns = Readonly<Record<string, readonly string[]>>;

export const LOG_PATTERNS: LogPatterns = patterns;

/** A line may be as long as 1 MB; what it is about stands at its beginning. */
const LOOKED_AT = 10_000;
const KIND = /^[a-z][a-z0-9-]{0,40}$/;
const EXAMPLE = '{"cache-hit": ["served from cache"]}';

/** Tells the kind of a line; undefined where no pattern fits. */
export function kindOfLine(all: LogPatterns): (message: string) => string | undefined {
  const kinds = Object.entries(all)
    .filter(([, alternatives]) => alternatives.length > 0)
    .map(([kind, alternatives]) => [kind, new RegExp(alternatives.join('|'), 'i')] as const);
  return (message) => {
    const start = message.slice(0, LOOKED_AT);
    return kinds.find(([, pattern]) => pattern.test(start))?.[0];
  };
}

/**
 * Reads patterns of a user's: those of a kind that is known take the place of ours, an empty list takes the kind away, and a
 * new kind is counted too. They are tried before ours.
 *
 * @throws SyntaxError that says what is wrong, as the end of a sentence
 */
export function parseLogPatterns(text: string): LogPatterns {
  const value = parseJson(text);
  if (!isRecord(value))
    throw new SyntaxError(`it is no JSON object. Write kinds with their patterns, such as ${EXAMPLE}`);
  const own = Object.entries(value).map(([kind, given]) => {
    if (!KIND.test(kind))
      throw new SyntaxError(`${JSON.stringify(kind)} is no name of a kind: use small letters, digits and -`);
    const alternatives = typeof given === 'string' ? [given] : given;
    if (!Array.isArray(alternatives))
      throw new SyntaxError(`"${kind}" needs a list of regular expressions, as in ${EXAMPLE}`);
    for (const pattern of alternatives) assertPattern(kind, pattern);
    return [kind, alternatives as string[]] as const;
  });
  return { ...Object.fromEntries(own), ...without(LOG_PATTERNS, value) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`it is no JSON (${(error as Error).message})`);
  }
}

function without(all: LogPatterns, taken: Readonly<Record<string, unknown>>): LogPatterns {
  return Object.fromEntries(Object.entries(all).filter(([kind]) => !Object.hasOwn(taken, kind)));
}

function assertPattern(kind: string, pattern: unknown): void {
  const shown = `${JSON.stringify(pattern)} of "${kind}"`;
  if (typeof pattern !== 'string') throw new SyntaxError(`${shown} is no regular expression: write it as a text`);
  let expression: RegExp;
  try {
    expression = new RegExp(pattern, 'i');
  } catch (error) {
    throw new SyntaxError(`${shown} is no regular expression (${(error as Error).message.replace(/^.*: /, '')})`);
  }
  if (expression.test('')) throw new SyntaxError(`${shown} fits every line: say what the line has in it`);
}
