import type { Span } from './span.ts';

/** The fewest points that a part of the run may have. */
const FEWEST_POINTS = 2;

/** How long a run is, and how far apart its points are. */
interface Timeline {
  readonly runMs: number;
  readonly pointMs: number;
}

export function firstPoint({ pointMs }: Timeline, { startMs }: Span): number {
  return Math.floor(startMs / pointMs);
}

export function lastPoint({ runMs, pointMs }: Timeline, { endMs }: Span): number {
  return Math.min(Math.round(runMs / pointMs), Math.ceil(endMs / pointMs)) - 1;
}

/** Where a time is, from the start of a span to its end. */
export function percentAt({ startMs, endMs }: Span, ms: number): number {
  return ((ms - startMs) / (endMs - startMs)) * 100;
}

/** The point at that place of a span. */
export function pointAt(timeline: Timeline, span: Span, percent: number): number {
  const ms = span.startMs + (Math.min(100, Math.max(0, percent)) / 100) * (span.endMs - span.startMs);
  return Math.min(lastPoint(timeline, span), Math.floor(ms / timeline.pointMs));
}

/** A part that is `factor` times as long, around a point, or else around the middle. */
export function zoomed({ runMs, pointMs }: Timeline, span: Span, factor: number, around: number | null): Span {
  const lengthMs = Math.min(runMs, Math.max(FEWEST_POINTS * pointMs, (span.endMs - span.startMs) * factor));
  const middleMs = around === null ? (span.startMs + span.endMs) / 2 : (around + 0.5) * pointMs;
  const wishedMs = Math.round((middleMs - lengthMs / 2) / pointMs) * pointMs;
  const startMs = Math.min(runMs - lengthMs, Math.max(0, wishedMs));
  return { startMs, endMs: startMs + lengthMs };
}

/** The part between two points, whichever is the first of them. */
export function between({ runMs, pointMs }: Timeline, one: number, other: number): Span {
  const startMs = Math.min(Math.min(one, other) * pointMs, runMs - FEWEST_POINTS * pointMs);
  return { startMs, endMs: Math.max((Math.max(one, other) + 1) * pointMs, startMs + FEWEST_POINTS * pointMs) };
}
