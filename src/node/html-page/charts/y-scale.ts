import { scaleLinear, scaleLog } from 'd3-scale';
import { formatShare } from '../../../core/units/numbers.ts';

/** The vertical axis of a chart, in pixels from the top of the plot. */
export interface YScale {
  readonly heightPx: number;
  readonly ticks: readonly number[];
  readonly yOf: (value: number) => number;
  readonly format: (value: number) => string;
}

const TICKS = 4;

/** From 0 to a round number at or above `most`. */
export function linearScale(most: number, heightPx: number, format: (value: number) => string): YScale {
  const scale = scaleLinear()
    .domain([0, most > 0 ? most : 1])
    .nice(TICKS)
    .range([heightPx, 0]);
  return { heightPx, ticks: scale.ticks(TICKS), yOf: (value) => rounded(scale(value)), format };
}

/** From `least` to `most`, both above 0, each ten times taking the same height. */
export function logScale(least: number, most: number, heightPx: number, format: (value: number) => string): YScale {
  const scale = scaleLog().domain([least, most]).range([heightPx, 0]);
  const decades = Math.log10(most / least);
  const steps = decades > 3 ? [1] : decades > 1.5 ? [1, 5] : [1, 2, 5];
  const ticks = scale.ticks().filter((tick) => steps.some((step) => isStep(tick, step)));
  return { heightPx, ticks, yOf: (value) => rounded(scale(Math.max(least, value))), format };
}

/** Whether a number is `step` times a power of ten. */
function isStep(value: number, step: number): boolean {
  const exponent = Math.log10(value / step);
  return Math.abs(exponent - Math.round(exponent)) < 1e-9;
}

function rounded(px: number): number {
  return Math.round(px * 10) / 10;
}

/** Milliseconds on an axis: round numbers need no figures behind the point. */
export function axisMs(ms: number): string {
  return ms >= 1_000 ? `${Number((ms / 1_000).toPrecision(3))} s` : `${Number(ms.toPrecision(3))} ms`;
}

export function axisCount(count: number): string {
  return count >= 10_000 ? `${Number((count / 1_000).toPrecision(3))}k` : `${Number(count.toPrecision(6))}`;
}

export function axisShare(share: number): string {
  return formatShare(Number(share.toPrecision(6)));
}
