import type { Report } from '../result/report.ts';
import { styleFor } from './style.ts';

const FINDINGS_SHOWN = 3;

/** The verdict in one line, and under it the causes with what to do next. */
export function renderVerdict(
  { verdict, findings }: Pick<Report, 'verdict' | 'findings'>,
  options: { enableColors: boolean },
): string {
  const style = styleFor(options.enableColors);
  const paint = { healthy: style.good, unhealthy: style.bad, 'not-judged': style.open }[verdict.status];
  const causes = findings
    .slice(0, FINDINGS_SHOWN)
    .flatMap(({ id, sentence, next, confidence }) => [
      `  ${style.strong(id)}: ${sentence}.${confidence === 'high' ? '' : ` (confidence: ${confidence})`}`,
      `    ${next}`,
      `    ${style.faint(`docs/findings.md#${id}`)}`,
    ]);
  return [
    '',
    ...causes,
    ...(causes.length > 0 ? [''] : []),
    `  ${paint(style.strong(verdict.status.replace('-', ' ').toUpperCase()))}: ${verdict.sentence}`,
  ].join('\n');
}
