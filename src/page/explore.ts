import { formatRunTime } from '../core/units/run-time.ts';
import { type Chart, chartOf, valuesInWords, valueText } from './chart.ts';
import { button, element } from './element.ts';
import { type Span, spanDrawer } from './span.ts';

/** The fewest points that a part of the run may have. */
const FEWEST_POINTS = 2;
/** A press that moves less is a click. */
const DRAG_PX = 6;

/** One cursor and one part of the run for all charts over time: by pointer, by keys and by buttons. */
export function explore(run: HTMLElement): void {
  const [runMs, pointMs] = [Number(run.dataset.endMs), Number(run.dataset.intervalMs)];
  const points = Math.round(runMs / pointMs);
  const charts = [...document.querySelectorAll<HTMLElement>('figure.over-time')].flatMap(
    (figure) => chartOf(figure) ?? [],
  );
  const drawers = charts.map(({ svg }) => spanDrawer(svg, runMs));
  if (charts.length === 0) return;
  let span: Span = { startMs: 0, endMs: runMs };
  let cursor: number | null = null;

  const at = element('output', 'at');
  const out = button('Zoom out', () => zoom(2));
  const whole = button('Whole run', () => show({ startMs: 0, endMs: runMs }));
  const hint = element('p', 'hint', 'On a chart: arrow keys move the cursor, + and − zoom, Esc shows the whole run.');
  hint.id = 'chart-keys';
  run.querySelector('.charts')?.before(
    hint,
    element(
      'div',
      'tools',
      at,
      button('Zoom in', () => zoom(0.5)),
      out,
      whole,
    ),
  );
  for (const chart of charts) listen(chart);
  show(span);

  /** Puts the cursor of all charts on a point, or takes it away. */
  function point(index: number | null): void {
    cursor = index;
    const percent = index === null ? 0 : percentAt(Math.min(runMs, (index + 0.5) * pointMs));
    for (const chart of charts) {
      chart.cover.classList.toggle('on', index !== null);
      part(chart, 'cross').style.left = `${percent}%`;
      for (const { values, output } of chart.series)
        output.textContent = index === null ? '' : valueText(values[index], chart.unit);
      tell(chart);
    }
    at.textContent = index === null ? spanInWords() : `at ${formatRunTime(index * pointMs, runMs)}`;
  }

  function tell(chart: Chart): void {
    const index = cursor ?? firstPoint();
    const text = `${formatRunTime(index * pointMs, runMs)}: ${valuesInWords(chart, index)}`;
    for (const [name, value] of [
      ['valuemin', firstPoint()],
      ['valuemax', lastPoint()],
      ['valuenow', index],
      ['valuetext', text],
    ] as const)
      chart.cover.setAttribute(`aria-${name}`, `${value}`);
  }

  function show(next: Span): void {
    span = next;
    const isWhole = span.startMs <= 0 && span.endMs >= runMs;
    document.body.classList.toggle('zoomed', !isWhole);
    out.disabled = isWhole;
    whole.disabled = isWhole;
    for (const draw of drawers) draw(span);
    point(cursor === null || cursor < firstPoint() || cursor > lastPoint() ? null : cursor);
  }

  /** Shows a part that is `factor` times as long, around the cursor. */
  function zoom(factor: number): void {
    const lengthMs = Math.min(runMs, Math.max(FEWEST_POINTS * pointMs, (span.endMs - span.startMs) * factor));
    const middleMs = cursor === null ? (span.startMs + span.endMs) / 2 : (cursor + 0.5) * pointMs;
    const wishedMs = Math.round((middleMs - lengthMs / 2) / pointMs) * pointMs;
    const startMs = Math.min(runMs - lengthMs, Math.max(0, wishedMs));
    show({ startMs, endMs: startMs + lengthMs });
  }

  function listen(chart: Chart): void {
    const { cover } = chart;
    cover.tabIndex = 0;
    cover.setAttribute('role', 'slider');
    cover.setAttribute('aria-label', `Cursor on ${chart.title}`);
    cover.setAttribute('aria-describedby', hint.id);
    let pressedPercent: number | null = null;
    cover.addEventListener('keydown', (event) => {
      const act = KEYS[event.key];
      if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      act();
      event.preventDefault();
    });
    cover.addEventListener('focus', () => cursor === null && point(firstPoint()));
    cover.addEventListener('blur', () => point(null));
    cover.addEventListener('pointerdown', (event) => {
      pressedPercent = event.pointerType === 'touch' || event.button !== 0 ? null : percentOf(event);
    });
    cover.addEventListener('pointermove', (event) => {
      point(pointAt(percentOf(event)));
      if (pressedPercent !== null) select(pressedPercent, percentOf(event));
    });
    cover.addEventListener('pointerleave', (event) => {
      pressedPercent = null;
      select(0, 0);
      if (event.pointerType === 'mouse' && document.activeElement !== cover) point(null);
    });
    cover.addEventListener('pointerup', (event) => {
      const from = pressedPercent;
      pressedPercent = null;
      select(0, 0);
      if (from === null || (Math.abs(percentOf(event) - from) / 100) * cover.clientWidth < DRAG_PX) return;
      const [first, last] = [pointAt(from), pointAt(percentOf(event))].sort((a, b) => a - b) as [number, number];
      const startMs = Math.min(first * pointMs, runMs - FEWEST_POINTS * pointMs);
      show({ startMs, endMs: Math.max((last + 1) * pointMs, startMs + FEWEST_POINTS * pointMs) });
    });
    cover.addEventListener('dblclick', () => show({ startMs: 0, endMs: runMs }));
  }

  function select(from: number, to: number): void {
    for (const chart of charts) {
      const { style } = part(chart, 'selection');
      style.left = `${Math.min(from, to)}%`;
      style.width = `${Math.abs(to - from)}%`;
    }
  }

  function move(by: number): void {
    point(Math.min(lastPoint(), Math.max(firstPoint(), (cursor ?? firstPoint()) + by)));
  }

  function firstPoint(): number {
    return Math.floor(span.startMs / pointMs);
  }

  function lastPoint(): number {
    return Math.min(points, Math.ceil(span.endMs / pointMs)) - 1;
  }

  function percentAt(ms: number): number {
    return ((ms - span.startMs) / (span.endMs - span.startMs)) * 100;
  }

  function pointAt(percent: number): number {
    const ms = span.startMs + (Math.min(100, Math.max(0, percent)) / 100) * (span.endMs - span.startMs);
    return Math.min(lastPoint(), Math.floor(ms / pointMs));
  }

  function spanInWords(): string {
    return `${formatRunTime(span.startMs, runMs)} to ${formatRunTime(span.endMs, runMs)}`;
  }

  function part({ cover }: Chart, className: string): HTMLElement {
    return cover.querySelector(`.${className}`) as HTMLElement;
  }

  const tenth = () => Math.max(1, Math.round((lastPoint() - firstPoint()) / 10));
  const KEYS: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => move(-1),
    ArrowDown: () => move(-1),
    ArrowRight: () => move(1),
    ArrowUp: () => move(1),
    PageDown: () => move(-tenth()),
    PageUp: () => move(tenth()),
    Home: () => point(firstPoint()),
    End: () => point(lastPoint()),
    '+': () => zoom(0.5),
    '=': () => zoom(0.5),
    '-': () => zoom(2),
    '−': () => zoom(2),
    Escape: () => show({ startMs: 0, endMs: runMs }),
  };
}

function percentOf(event: PointerEvent): number {
  const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
  return ((event.clientX - left) / width) * 100;
}
