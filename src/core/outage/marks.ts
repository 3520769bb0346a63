import type { Mark } from '../series/series.ts';
import type { OutageReport } from './outage-report.ts';

/** What a profile did to Redis on purpose, as marks on the time axis. */
export function marksOf(outage: OutageReport | undefined): Mark[] {
  if (outage === undefined) return [];
  const { faultAtMs, outageMs, returnTookMs } = outage;
  return [
    { kind: 'fault', atMs: faultAtMs, label: 'Redis taken away' },
    ...(returnTookMs === null
      ? []
      : [{ kind: 'return' as const, atMs: faultAtMs + outageMs + returnTookMs, label: 'Redis back' }]),
  ];
}
