import { formatRunTime } from '../core/units/run-time.ts';
import { type Chart, chartOf, valuesInWords, valueText } from './chart.ts';
import { button, element } from './element.ts';
import { type Span, spanDrawer } from './span.ts';
import { between, firstPoint, lastPoint, percentAt, pointAt, zoomed } from './timeline.ts';

/** A press that moves less is a click. */
const DRAG_PX = 6;

/** One cursor and one part of the run for all charts over time: by pointer, by keys and by buttons. */
export function explore(run: HTMLElement): void {
  const timeline = { runMs: Number(run.dataset.endMs), pointMs: Number(run.dataset.intervalMs) };
  const { runMs, pointMs } = timeline;
  const charts = [...document.querySelectorAll<HTMLElement>('figure.over-time')].flatMap(
    (figure) => chartOf(figure) ?? [],
  );
  const drawers = charts.map(({ svg }) => spanDrawer(svg, runMs));
  if (charts.length === 0) return;
  let span: Span = { startMs: 0, endMs: runMs };
  let cursor: number | null = null;
  const first = () => firstPoint(timeline, span);
  const last = () => lastPoint(timeline, span);

  const at = element('output', 'at');
  const out = button('Zoom out', () => zoom(2));
  const whole = button('Whole run', showWhole);
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
  showWhole();

  /** Puts the cursor of all charts on a point, or takes it away. */
  function point(index: number | null): void {
    cursor = index;
    const percent = index === null ? 0 : percentAt(span, Math.min(runMs, (index + 0.5) * pointMs));
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
    const index = cursor ?? first();
    const text = `${formatRunTime(index * pointMs, runMs)}: ${valuesInWords(chart, index)}`;
    for (const [name, value] of [
      ['valuemin', first()],
      ['valuemax', last()],
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
    point(cursor === null || cursor < first() || cursor > last() ? null : cursor);
  }

  function showWhole(): void {
    show({ startMs: 0, endMs: runMs });
  }

  /** Shows a part that is `factor` times as long, around the cursor. */
  function zoom(factor: number): void {
    show(zoomed(timeline, span, factor, cursor));
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
    cover.addEventListener('focus', () => cursor === null && point(first()));
    cover.addEventListener('blur', () => point(null));
    cover.addEventListener('pointerdown', (event) => {
      pressedPercent = event.pointerType === 'touch' || event.button !== 0 ? null : percentOf(event);
    });
    cover.addEventListener('pointermove', (event) => {
      point(pointAt(timeline, span, percentOf(event)));
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
      show(between(timeline, pointAt(timeline, span, from), pointAt(timeline, span, percentOf(event))));
    });
    cover.addEventListener('dblclick', showWhole);
  }

  function select(from: number, to: number): void {
    for (const chart of charts) {
      const { style } = part(chart, 'selection');
      style.left = `${Math.min(from, to)}%`;
      style.width = `${Math.abs(to - from)}%`;
    }
  }

  function move(by: number): void {
    point(Math.min(last(), Math.max(first(), (cursor ?? first()) + by)));
  }

  function spanInWords(): string {
    return `${formatRunTime(span.startMs, runMs)} to ${formatRunTime(span.endMs, runMs)}`;
  }

  function part({ cover }: Chart, className: string): HTMLElement {
    return cover.querySelector(`.${className}`) as HTMLElement;
  }

  const tenth = () => Math.max(1, Math.round((last() - first()) / 10));
  const KEYS: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => move(-1),
    ArrowDown: () => move(-1),
    ArrowRight: () => move(1),
    ArrowUp: () => move(1),
    PageDown: () => move(-tenth()),
    PageUp: () => move(tenth()),
    Home: () => point(first()),
    End: () => point(last()),
    '+': () => zoom(0.5),
    '=': () => zoom(0.5),
    '-': () => zoom(2),
    '−': () => zoom(2),
    Escape: showWhole,
  };
}

function percentOf(event: PointerEvent): number {
  const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
  return ((event.clientX - left) / width) * 100;
}
