import { formatDurationMs } from './duration.ts';

/** From here on minutes say more than seconds. */
const MANY_SECONDS_MS = 120_000;

/** Milliseconds for people: three figures are enough to compare by. */
export function formatMs(ms: number): string {
  if (ms >= 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${ms < 10 ? ms.toFixed(2) : ms < 100 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
}

/** A moment of a run: seconds, to the tenth. */
export function formatSeconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

/** How much of a time has passed, as `4.2 of 30 s`; from two minutes on in minutes. */
export function formatElapsed(elapsedMs: number, plannedMs: number): string {
  if (plannedMs >= MANY_SECONDS_MS) return `${wholeSeconds(elapsedMs)} of ${wholeSeconds(plannedMs)}`;
  return `${(elapsedMs / 1_000).toFixed(1)} of ${Number((plannedMs / 1_000).toFixed(1))} s`;
}

function wholeSeconds(ms: number): string {
  return formatDurationMs(Math.round(ms / 1_000) * 1_000);
}

/** A share of 1 as a percentage: whole, or with the figures it takes to tell it from 0 and from 100. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent === Math.round(percent)) return `${percent} %`;
  return `${percent < 1 || percent > 99 ? percent.toFixed(2) : percent.toFixed(1)} %`;
}

/** A value of a rule in its unit. */
export function formatValue(value: number, unit: 'ms' | 'share' | 'count' | 'bytes' | undefined): string {
  if (unit === 'ms') return formatMs(value);
  // Rounded before it is written: nothing is not -0.0.
  if (unit === 'bytes') return `${(Math.round(value / 104_857.6) / 10 + 0).toFixed(1)} MiB`;
  return unit === 'share' ? formatShare(value) : `${Number(value.toFixed(2))}`;
}
