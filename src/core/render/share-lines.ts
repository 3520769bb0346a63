import type { MergedShare } from '../result/merged-shares.ts';
import type { Result } from '../result/result.ts';
import { formatMs } from '../units/numbers.ts';

const SIGNS = { healthy: '✓', unhealthy: '✗', 'not-judged': '?' } as const;

/** Which share of a run this is, or what became of each share that it was made from; nothing for a whole run. */
export function shareRow({ share, merged }: Pick<Result, 'share' | 'merged'>): [name: string, texts: string[]][] {
  if (share) return [['share', [`${share.number} of ${share.of}; make merge makes one result of all`]]];
  return merged ? [['shares', [...merged.shares.map(shareText), ...merged.doubts]]] : [];
}

function shareText(share: MergedShare): string {
  const { number, beganAt, requests, startDelayP95Ms, cpuShareMax, engineExitCode, status } = share;
  const late = startDelayP95Ms === null ? '' : `, iterations ${formatMs(startDelayP95Ms)} late (p95)`;
  const cpu = cpuShareMax === null ? '' : `, at most ${Math.round(cpuShareMax * 100)} % of a core`;
  const code = engineExitCode === 0 ? '' : `, exit code ${engineExitCode}`;
  // It ended before it could tell what it had sent.
  const sent = beganAt === null ? 'no report' : `${requests} requests`;
  return `${number}: ${sent}${late}${cpu}${code} ${SIGNS[status]}`;
}
