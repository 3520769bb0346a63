import type { Result } from '../../../core/result/result.ts';
import { planOf } from '../../../core/workload/workload.ts';
import { html, type Markup } from '../markup.ts';
import { type Column, table } from '../table.ts';

interface Cycle {
  readonly number: number;
  readonly underLoad: number | null;
  readonly afterSilence: number | null;
}

const COLUMNS: readonly Column<Cycle>[] = [
  { heading: 'Cycle', cell: ({ number }) => number },
  { heading: 'Most open under load', cell: ({ underLoad }) => underLoad ?? 'not seen', isNumber: true },
  { heading: 'Open after the silence', cell: ({ afterSilence }) => afterSilence ?? 'not seen', isNumber: true },
];

/** Connections of the API before each load ends and after each silence; null for runs without silences. */
export function leakTable(result: Result): Markup | null {
  const { series, workload, rules } = result;
  const left = rules.find(({ id }) => id === 'redis-connections-left');
  const open = series?.observed.redis_api_connections ?? series?.observed.redis_connections;
  if (left === undefined || series === null || open === undefined) return null;
  const loads = planOf(workload.scenarios, 'api');
  const pointAt = (ms: number) => Math.floor(ms / series.intervalMs);
  const cycles = loads.map(({ startMs, durationMs }, index): Cycle => {
    const nextMs = loads[index + 1]?.startMs ?? series.points * series.intervalMs;
    const seen = (fromMs: number, toMs: number) =>
      open.slice(pointAt(fromMs), pointAt(toMs)).filter((value) => value !== null);
    const [under, after] = [seen(startMs, startMs + durationMs), seen(startMs + durationMs, nextMs)];
    return {
      number: index + 1,
      underLoad: under.length === 0 ? null : Math.max(...under),
      afterSilence: after.at(-1) ?? null,
    };
  });
  const most = left.actual === null ? 'not known' : `${left.actual}`;
  return html`<p class="lead">Open after a silence and not before the load, at most: ${most}.</p>
${table('Connections of the API, as Redis counts them: a leak leaves more after each cycle.', COLUMNS, cycles)}`;
}
