import type { SaturationReport, StepReport } from '../../core/edge/saturation.ts';
import { outageLines } from '../../core/render/outage-lines.ts';
import type { Result } from '../../core/result/result.ts';
import { formatMs } from '../../core/units/numbers.ts';
import { html, type Markup } from './markup.ts';
import { type Column, table } from './table.ts';

/** What profiles that look for the edge, or take Redis away, tell beside the rest; null for all others. */
export function edgeSection({ saturation, breakpoint, outage }: Result): Markup | null {
  if (saturation !== undefined)
    return section('Saturation', html`<p class="lead">${saturation.sentence}.</p>${stepsTable(saturation)}`);
  if (breakpoint !== undefined) return section('Breakpoint', html`<p class="lead">${breakpoint.sentence}.</p>`);
  if (outage === undefined) return null;
  return section(
    'Outage of Redis',
    html`<ul class="lines">${outageLines(outage).map((line) => html`<li>${line}</li>`)}</ul>`,
  );
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
