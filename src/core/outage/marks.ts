import type { Mark } from '../series/series.ts';
import type { OutageReport } from './outage-report.ts';

/** What a mark says. */
const MARK_LABELS = { fault: 'Redis taken away', return: 'Redis back' } as const satisfies Readonly<
  Record<Mark['kind'], string>
>;

/** What a profile did to Redis on purpose, as marks on the time axis. */
export function marksOf(outage: OutageReport | undefined): Mark[] {
  if (outage === undefined) return [];
  const { faultAtMs, outageMs, returnTookMs } = outage;
  return [
    mark('fault', faultAtMs),
    ...(returnTookMs === null ? [] : [mark('return', faultAtMs + outageMs + returnTookMs)]),
  ];
}

export function mark(kind: Mark['kind'], atMs: number): Mark {
  return { kind, atMs, label: MARK_LABELS[kind] };
}
