import { formatRunTime, timeTicksMs } from '../core/units/run-time.ts';

/** A part of the run, in milliseconds since the load began. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** Redraws a chart for any part of the run. */
export function spanDrawer(svg: SVGSVGElement, runMs: number): (span: Span) => void {
  const data = svg.querySelector<SVGSVGElement>('svg.data');
  const [width, height] = [data?.viewBox.baseVal.width ?? 0, data?.viewBox.baseVal.height ?? 0];
  const parts = [...svg.querySelectorAll<SVGElement>('.phase,.phase-name,.mark line,text.mark,.limit line')].map(
    (part) => {
      const at = ['x', 'x1', 'x2', 'width'].map((name) => [name, percentOf(part, name)] as const);
      return { part, ...Object.fromEntries(at) } as Part;
    },
  );
  const ticks = [...svg.querySelectorAll<SVGTextElement>('text.time')];
  const [pattern] = ticks;
  let drawn: readonly SVGElement[] = ticks;
  return (span) => {
    const lengthMs = span.endMs - span.startMs;
    const percentAt = (percent: number) => ((percent / 100) * runMs - span.startMs) / (lengthMs / 100);
    const left = (span.startMs / runMs) * width;
    data?.setAttribute('viewBox', `${left} 0 ${(lengthMs / runMs) * width} ${height}`);
    for (const part of parts) place(part, percentAt);
    for (const tick of drawn) tick.remove();
    drawn = timeTicksMs(span.startMs, span.endMs).flatMap((ms) => {
      const tick = pattern?.cloneNode() as SVGElement | undefined;
      if (tick === undefined) return [];
      tick.setAttribute('x', `${((ms - span.startMs) / lengthMs) * 100}%`);
      tick.textContent = formatRunTime(ms, runMs);
      return [tick];
    });
    svg.append(...drawn);
  };
}

interface Part {
  readonly part: SVGElement;
  readonly x: number | null;
  readonly x1: number | null;
  readonly x2: number | null;
  readonly width: number | null;
}

/** Moves what stands at a time, cuts what lasts at both ends of the span, and hides what is outside. */
function place({ part, x, x1, x2, width }: Part, percentAt: (percent: number) => number): void {
  const [from, to] = [x ?? x1 ?? 0, width === null ? (x2 ?? x ?? 0) : (x ?? 0) + width].map(percentAt) as [
    number,
    number,
  ];
  part.classList.toggle('outside', to < 0 || from > 100);
  const cut = (percent: number) => Math.min(100, Math.max(0, percent));
  if (x !== null) part.setAttribute('x', `${cut(from)}%`);
  if (width !== null) part.setAttribute('width', `${cut(to) - cut(from)}%`);
  if (x1 !== null) part.setAttribute('x1', `${cut(from)}%`);
  if (x2 !== null) part.setAttribute('x2', `${cut(to)}%`);
}

function percentOf(part: SVGElement, name: string): number | null {
  const value = part.getAttribute(name);
  return value === null ? null : Number.parseFloat(value);
}
