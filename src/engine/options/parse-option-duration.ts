const MS_PER_UNIT: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const DURATION = /^([+-]?)((?:\d+d)?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h))*)$/;
const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h|d)/g;

/** Milliseconds of a duration in the options of a script, such as `1d2h`, `1m30s`, `500ms` or `250`; undefined if invalid. */
export function parseOptionDurationMs(text: string): number | undefined {
  if (text !== '' && Number.isFinite(Number(text))) return Number(text);
  const [, sign, amounts] = DURATION.exec(text) ?? [];
  if (!amounts) return undefined;
  let totalMs = 0;
  for (const [, amount, unit] of amounts.matchAll(PART)) totalMs += Number(amount) * (MS_PER_UNIT[unit ?? ''] ?? 0);
  return sign === '-' ? -totalMs : totalMs;
}
