import type { Report } from '../result/report.ts';
import { styleFor } from './style.ts';

const FINDINGS_SHOWN = 3;

/** The verdict in one line, and above it the causes with what to do next, and remarks. */
export function renderVerdict(
  { verdict, findings, remarks = [] }: Pick<Report, 'verdict' | 'findings' | 'remarks'>,
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
  const told = remarks.flatMap(({ sentence, next }) => [`  ${style.open('remark')}: ${sentence}.`, `    ${next}`]);
  return [
    '',
    ...causes,
    ...told,
    ...(causes.length + told.length > 0 ? [''] : []),
    `  ${paint(style.strong(verdict.status.replace('-', ' ').toUpperCase()))}: ${verdict.sentence}`,
  ].join('\n');
}
