import patterns from './log-patterns.json' with { type: 'json' };

/** Kinds of lines, and the regular expressions by which a line belongs to one. The first kind that fits counts. */
export type LogPatterns = Readonly<Record<string, readonly string[]>>;

export const LOG_PATTERNS: LogPatterns = patterns;

/** Tells the kind of a line; undefined where no pattern fits. */
export function kindOfLine(all: LogPatterns): (message: string) => string | undefined {
  const kinds = Object.entries(all).map(
    ([kind, alternatives]) => [kind, new RegExp(alternatives.join('|'), 'i')] as const,
  );
  return (message) => kinds.find(([, pattern]) => pattern.test(message))?.[0];
}
