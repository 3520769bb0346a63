import { formatMs, formatShare } from '../units/numbers.ts';
import type { Answer, MetricComparison, Unit } from './comparison.ts';

/** The answers in the words of the page. */
export const ANSWER_WORDS: Readonly<Record<Answer, string>> = {
  worse: 'worse',
  better: 'better',
  'no-difference': 'no difference shown',
  'cannot-tell': 'cannot tell',
  'not-compared': 'not compared',
};

/** A value of a side. */
export function formatFigure(value: number | null, unit: Unit): string {
  if (value === null) return '–';
  if (unit === 'ms') return formatMs(value);
  return unit === 'share' ? formatShare(value) : String(Number(value.toFixed(2)));
}

/** The interval of a difference, such as `+4.93 to +5.11 ms`; of shares in points of a hundred. */
export function formatDifference({ interval, unit }: Pick<MetricComparison, 'interval' | 'unit'>): string {
  if (interval === null) return '–';
  const [low, high] = interval;
  const scale = unit === 'share' ? 100 : 1;
  const unitWord = unit === 'ms' ? ' ms' : unit === 'share' ? ' points' : '';
  return `${signed(low * scale)} to ${signed(high * scale)}${unitWord}`;
}

function signed(value: number): string {
  const text = value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
  const isZero = Number(text) === 0;
  return isZero ? '0' : value > 0 ? `+${text}` : text.replace('-', '−');
}
