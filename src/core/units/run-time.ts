const MOST_TICKS = 6;
const TICK_STEPS_S = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1_200, 1_800, 3_600, 7_200, 14_400];

/** A moment of a run for people: `90 s`, or `2:30` and `1:02:30` in a run that lasts longer than two minutes. */
export function formatRunTime(atMs: number, runMs: number): string {
  const seconds = Math.round(atMs / 1_000);
  if (runMs <= 120_000) return `${seconds} s`;
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)];
  const rest = `${seconds % 60}`.padStart(2, '0');
  return hours > 0 ? `${hours}:${`${minutes}`.padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** Round moments of a part of a run, a few of them: where the axis of time is labelled. */
export function timeTicksMs(startMs: number, endMs: number): number[] {
  const lengthMs = endMs - startMs;
  const fits = (seconds: number) => lengthMs / (seconds * 1_000) <= MOST_TICKS;
  const stepMs = (TICK_STEPS_S.find(fits) ?? Math.ceil(lengthMs / MOST_TICKS / 3_600_000) * 3_600) * 1_000;
  const first = Math.ceil(startMs / stepMs);
  return Array.from({ length: Math.floor(endMs / stepMs) - first + 1 }, (_, index) => (first + index) * stepMs);
}
