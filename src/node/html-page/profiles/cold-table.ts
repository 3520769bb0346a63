import type { Result } from '../../../core/result/result.ts';
import { formatMs } from '../../../core/units/numbers.ts';
import { sumOf } from '../charts/statistics.ts';
import { html, type Markup } from '../markup.ts';
import { type Column, table } from '../table.ts';
import { latencyOfPoints } from './latency-of-points.ts';

const MOST_SECONDS = 5;

interface Part {
  readonly name: string;
  readonly requests: number;
  readonly failed: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly max: number | null;
}

const ms = (value: number | null) => (value === null ? '–' : formatMs(value));
const COLUMNS: readonly Column<Part>[] = [
  { heading: 'When', cell: ({ name }) => name },
  { heading: 'Requests', cell: ({ requests }) => requests, isNumber: true },
  { heading: 'Failed', cell: ({ failed }) => failed, isNumber: true },
  { heading: 'p50', cell: ({ p50 }) => ms(p50), isNumber: true },
  { heading: 'p95', cell: ({ p95 }) => ms(p95), isNumber: true },
  { heading: 'Slowest', cell: ({ max }) => ms(max), isNumber: true },
];

/** The first seconds of an API that has just started, each by itself, beside all that came after. */
export function coldTable({ profile, series }: Result): Markup | null {
  if (profile !== 'cold-start' || series === null) return null;
  const { intervalMs, points, api } = series;
  const cold = Math.min(MOST_SECONDS, points - 1);
  const part = (name: string, from: number, to: number): Part => ({
    name,
    requests: sumOf(api.requests.slice(from, to)),
    failed: sumOf(api.failed.slice(from, to)),
    ...latencyOfPoints(series, from, to),
  });
  const seconds = (index: number) => `${(index * intervalMs) / 1_000} s`;
  const first = Array.from({ length: cold }, (_, index) =>
    part(`${seconds(index)} to ${seconds(index + 1)}`, index, index + 1),
  );
  return html`${table('The first seconds each by itself, beside all that came after.', COLUMNS, [
    ...first,
    part(`from ${seconds(cold)} on`, cold, points),
  ])}`;
}
