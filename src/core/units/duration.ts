const MS_PER_UNIT = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/**
 * Milliseconds of a duration as k6 writes it: `30s`, `1m30s`, `500ms`, `1.5h`.
 *
 * @throws SyntaxError for anything else, a number without a unit included.
 */
export function parseDurationMs(text: string): number {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(text)) {
    throw new SyntaxError(`Cannot parse duration "${text}": expected a number with a unit (ms, s, m, h), such as 30s`);
  }
  let totalMs = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
    totalMs += Number(amount) * MS_PER_UNIT[unit as keyof typeof MS_PER_UNIT];
  }
  return totalMs;
}

/** A duration as k6 writes it, without parts that are zero: 90000 -> `1m30s`, 500 -> `500ms`, 0 -> `0s`. */
export function formatDurationMs(durationMs: number): string {
  const wholeMs = Math.round(durationMs);
  const parts = [
    [Math.floor(wholeMs / 3_600_000), 'h'],
    [Math.floor((wholeMs % 3_600_000) / 60_000), 'm'],
    [Math.floor((wholeMs % 60_000) / 1_000), 's'],
    [wholeMs % 1_000, 'ms'],
  ] as const;
  const text = parts.map(([amount, unit]) => (amount > 0 ? `${amount}${unit}` : '')).join('');
  return text === '' ? '0s' : text;
}
