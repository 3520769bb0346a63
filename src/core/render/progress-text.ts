import type { Progress } from '../series/progress.ts';
import { formatDurationMs } from '../units/duration.ts';
import { formatMs } from '../units/numbers.ts';

const WIDEST_BAR = 30;
const NARROWEST_BAR = 5;
/** For the ^C that a terminal prints behind the bar: in the last column it would begin a new line. */
const FREE_COLUMNS = 3;

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
  const width = Math.min(WIDEST_BAR, columns - FREE_COLUMNS - 1 - text.length);
  if (width < NARROWEST_BAR) return text.slice(0, columns - FREE_COLUMNS);
  const { elapsedMs, plannedMs } = progress;
  const done = plannedMs === 0 ? 0 : Math.round((elapsedMs / plannedMs) * width);
  return `${'█'.repeat(done)}${'░'.repeat(width - done)} ${text}`;
}

function seconds(ms: number): string {
  return formatDurationMs(Math.floor(ms / 1_000) * 1_000);
}
