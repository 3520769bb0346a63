import { formatDurationMs } from '../units/duration.ts';
import { lengthMs } from '../workload/workload.ts';
import type { ShareResult } from './share-problems.ts';

/** Exit codes of an engine that did all of its share. */
const TO_THE_END = [0, 99];
/** That of one that was told to stop. */
const STOPPED = 105;
/** Shares that begin further apart, at least and as a part of the load, never were the load that was planned. */
const APART = { leastMs: 2_000, partOfLoad: 0.1 };

/** Why shares that belong together were not the whole load, in words; none where they were. */
export function findDoubts(shares: readonly ShareResult[], of: number): string[] {
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter((number) =>
    shares.every(({ share }) => share.number !== number),
  );
  const isLost = shares.some(({ stoppedEarly }) => stoppedEarly !== undefined);
  return [
    ...missing.map((number) => `share ${number} of ${of} is missing`),
    ...shares.flatMap(({ share, engineExitCode }) => {
      if (TO_THE_END.includes(engineExitCode) && share.measured !== undefined) return [];
      const how = isLost && engineExitCode === STOPPED ? 'was stopped then' : `ended with exit code ${engineExitCode}`;
      return [`share ${share.number} of ${of} ${how}`];
    }),
    ...shares.flatMap(({ share, stoppedEarly }) =>
      stoppedEarly === undefined ? [] : [`share ${share.number} of ${of} ${stoppedEarly}`],
    ),
    ...apart(shares),
  ];
}

function apart(shares: readonly ShareResult[]): string[] {
  const begins = shares.flatMap(({ share, series }) =>
    series === null ? [] : [{ number: share.number, atMs: Date.parse(series.beganAt) }],
  );
  const [first, ...rest] = begins.sort((a, b) => a.atMs - b.atMs);
  const last = rest.at(-1);
  const plan = shares.find(({ share }) => share.measured !== undefined)?.share.measured?.plan;
  if (first === undefined || last === undefined || plan === undefined) return [];
  const apartMs = last.atMs - first.atMs;
  if (apartMs <= Math.max(APART.leastMs, APART.partOfLoad * lengthMs(plan.scenarios))) return [];
  return [
    `share ${last.number} began ${formatDurationMs(Math.round(apartMs / 1_000) * 1_000)} after share ${first.number}: START_AT starts all at once`,
  ];
}
