import type { SaturationReport, StepReport } from '../../core/edge/saturation.ts';
import { headlineOf } from '../../core/render/headline.ts';
import { outageLines } from '../../core/render/outage-lines.ts';
import type { Result } from '../../core/result/result.ts';
import { formatMs } from '../../core/units/numbers.ts';
import { buildChartRun } from './charts/chart-run.ts';
import { html, type Markup } from './markup.ts';
import { coldTable } from './profiles/cold-table.ts';
import { driftCharts } from './profiles/drift-charts.ts';
import { leakTable } from './profiles/leak-table.ts';
import { breakpointCharts, stepCharts } from './profiles/rate-charts.ts';
import { type Column, table } from './table.ts';

/** What a profile is there to ask, and its answer; null for those that ask for no more than the rules. */
export function edgeSection(result: Result): Markup | null {
  const { saturation, breakpoint, outage, series } = result;
  if (saturation !== undefined)
    return section(
      'Saturation',
      html`${answer(saturation.sentence, result)}${expectedFailures(saturation.knee.step !== null)}${stepCharts(saturation)}${stepsTable(saturation)}`,
    );
  if (breakpoint !== undefined)
    return section(
      'Breakpoint',
      html`${answer(breakpoint.sentence, result)}${expectedFailures(breakpoint.stoppedBy !== null)}${breakpointCharts(breakpoint, series)}`,
    );
  if (outage !== undefined)
    return section(
      'Outage of Redis',
      html`<ul class="lines">${outageLines(outage).map((line) => html`<li>${line}</li>`)}</ul>`,
    );
  return (
    titled('Drift', series && driftCharts(buildChartRun(result, series))) ??
    titled('Connections left', leakTable(result)) ??
    titled('Cold start', coldTable(result))
  );
}

function titled(title: string, content: Markup | null): Markup | null {
  return content && section(title, content);
}

/** What a profile found, unless the page is headed by it. */
function answer(sentence: string, result: Result): Markup | null {
  return headlineOf(result) === sentence ? null : html`<p class="lead">${sentence}.</p>`;
}

function expectedFailures(isBeyond: boolean): Markup | null {
  if (!isBeyond) return null;
  return html`<p class="muted">Requests that fail or find no free VU beyond the edge are expected: this run goes on until the API no longer holds.</p>`;
}

function section(title: string, content: Markup): Markup {
  return html`<section aria-labelledby="edge"><h2 id="edge">${title}</h2>
${content}
</section>`;
}

type Row = StepReport & { readonly isOver: boolean };

function stepsTable({ steps, knee }: SaturationReport): Markup {
  const rows = steps.map((step, index): Row => ({ ...step, isOver: index === knee.step }));
  const mark = knee.kind === 'generator' ? '? generator' : '✗ knee';
  return table<Row>(
    'The steps of the load, one after the other. Own delay: p95 of how late the generator began an iteration for reasons of its own.',
    columns(mark),
    rows,
    ({ isOver }) => (isOver && knee.kind !== 'generator' ? 'over' : ''),
  );
}

function columns(mark: string): readonly Column<Row>[] {
  return [
    {
      heading: 'Planned',
      cell: ({ ratePerSecond, isOver }) =>
        html`${ratePerSecond.toFixed(0)} /s${isOver ? html` <strong>${mark}</strong>` : null}`,
    },
    { heading: 'Ended', cell: ({ achievedPerSecond }) => `${achievedPerSecond.toFixed(0)} /s`, isNumber: true },
    { heading: 'p95', cell: ({ requests, p95Ms }) => (requests === 0 ? '–' : formatMs(p95Ms)), isNumber: true },
    { heading: 'In flight', cell: ({ inFlight }) => inFlight.toFixed(1), isNumber: true },
    { heading: 'Pool in use', cell: ({ poolInUse }) => poolInUse ?? '–', isNumber: true },
    { heading: 'Waiting', cell: ({ poolWaiting }) => poolWaiting ?? '–', isNumber: true },
    { heading: 'Failed', cell: ({ failedRequests }) => failedRequests, isNumber: true },
    { heading: 'Dropped', cell: ({ droppedIterations }) => droppedIterations, isNumber: true },
    { heading: 'Own delay', cell: ({ startDelayMs }) => formatMs(startDelayMs), isNumber: true },
  ];
}
