import type { Progress } from '../series/progress.ts';
import { formatDurationMs } from '../units/duration.ts';
import { formatMs } from './numbers.ts';

const WIDEST_BAR = 30;
const NARROWEST_BAR = 5;

/** Where a run stands, in words. */
export function progressText({ elapsedMs, plannedMs, recent, failedRequests, p95Ms }: Progress): string {
  return [
    `${seconds(elapsedMs)} of ${seconds(plannedMs)}`,
    ...(recent === null
      ? []
      : [`${recent.ratePerSecond.toFixed(0)}/s`, `${recent.inFlight.toFixed(recent.inFlight < 10 ? 1 : 0)} in flight`]),
    `${failedRequests} failed`,
    ...(p95Ms === null ? [] : [`p95 ${formatMs(p95Ms)}`]),
  ].join('  ');
}

/** The same behind a bar that takes what the text leaves of `columns`; no bar where that is not enough for one. */
export function progressBar(progress: Progress, columns: number): string {
  const text = progressText(progress);
  // The last column stays free: a terminal that writes into it may begin a new line.
  const width = Math.min(WIDEST_BAR, columns - 2 - text.length);
  if (width < NARROWEST_BAR) return text.slice(0, columns - 1);
  const { elapsedMs, plannedMs } = progress;
  const done = plannedMs === 0 ? 0 : Math.round((elapsedMs / plannedMs) * width);
  return `${'█'.repeat(done)}${'░'.repeat(width - done)} ${text}`;
}

function seconds(ms: number): string {
  return formatDurationMs(Math.floor(ms / 1_000) * 1_000);
}
