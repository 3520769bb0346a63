import { scaleLinear, scaleLog } from 'd3-scale';
import { formatShare } from '../../../core/units/numbers.ts';

/** The vertical axis of a chart, in pixels from the top of the plot. */
export interface YScale {
  readonly heightPx: number;
  readonly ticks: readonly number[];
  readonly yOf: (value: number) => number;
  readonly format: (value: number) => string;
  /** The lowest and the highest value that the axis shows. */
  readonly domain: readonly [low: number, high: number];
}

interface Room extends Pick<YScale, 'heightPx' | 'format'> {
  /** Values to show beside the data. */
  readonly limits?: readonly number[];
}

const TICKS = 4;

/** How many times higher than all data a limit may be before it would press the data flat. */
const FAR = { linear: 30, log: 100 };

/** From 0 to a round number at or above `most`, and above the limits that are not far off. */
export function linearScale(most: number, { heightPx, format, limits = [] }: Room): YScale {
  const top = Math.max(most, ...limits.filter((limit) => limit <= most * FAR.linear || most === 0));
  const scale = scaleLinear()
    .domain([0, top > 0 ? top : 1])
    .nice(TICKS)
    .range([heightPx, 0]);
  const [low = 0, high = top] = scale.domain();
  return { heightPx, ticks: scale.ticks(TICKS), yOf: (value) => rounded(scale(value)), format, domain: [low, high] };
}

/** From `least` to `most`, both above 0, and to the limits that are not far off; each ten times take the same height. */
export function logScale(
  [least, most]: readonly [least: number, most: number],
  { heightPx, format, limits = [] }: Room,
): YScale {
  const near = limits.filter((limit) => limit >= least / FAR.log && limit <= most * FAR.log);
  // Limits stand clear of the edges.
  const domain = [
    Math.min(least, ...near.map((limit) => limit / 1.1)),
    Math.max(most, ...near.map((limit) => limit * 1.1)),
  ] as const;
  const scale = scaleLog().domain(domain).range([heightPx, 0]);
  const decades = Math.log10(domain[1] / domain[0]);
  const steps = decades > 3 ? [1] : decades > 1.5 ? [1, 5] : [1, 2, 5];
  const ticks = scale.ticks().filter((tick) => steps.some((step) => isStep(tick, step)));
  return { heightPx, ticks, yOf: (value) => rounded(scale(Math.max(domain[0], value))), format, domain };
}
/** Whether a number is `step` times a power of ten. */
function isStep(value: number, step: number): boolean {
  const exponent = Math.log10(value / step);
  return Math.abs(exponent - Math.round(exponent)) < 1e-9;
}

/** To a tenth of a pixel, so that a page stays small. */
export function rounded(px: number): number {
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
