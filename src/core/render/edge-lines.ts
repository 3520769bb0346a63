import type { SaturationReport, StepReport } from '../edge/saturation.ts';
import { formatMs } from '../units/numbers.ts';
import type { Style } from './style.ts';

const COLUMNS: readonly (readonly [heading: string, width: number, cell: (step: StepReport) => string])[] = [
  ['requests/s', 10, ({ ratePerSecond }) => ratePerSecond.toFixed(0)],
  ['sent/s', 8, ({ achievedPerSecond }) => achievedPerSecond.toFixed(0)],
  ['p95', 10, ({ requests, p95Ms }) => (requests === 0 ? '-' : formatMs(p95Ms))],
  ['in flight', 11, ({ inFlight }) => inFlight.toFixed(1)],
  ['pool in use', 13, ({ poolInUse }) => told(poolInUse)],
  ['waiting', 9, ({ poolWaiting }) => told(poolWaiting)],
  ['failed', 8, ({ failedRequests }) => `${failedRequests}`],
  ['unsent', 8, ({ droppedIterations }) => `${droppedIterations}`],
];

/** The steps of a saturation run as a table, the one that did not hold marked. */
export function stepTable({ steps, knee }: SaturationReport, style: Style): string[] {
  const lines = steps.map((step, index) => {
    const line = COLUMNS.map(([, width, cell]) => cell(step).padStart(width)).join('');
    if (index !== knee.step) return line;
    return knee.kind === 'generator' ? `${line}  ${style.open('?')}` : `${line}  ${style.bad('✗')}`;
  });
  return [style.faint(COLUMNS.map(([heading, width]) => heading.padStart(width)).join('')), ...lines];
}

/** What only an API that shows its pool can tell. */
function told(value: number | null): string {
  return value === null ? '-' : `${value}`;
}
