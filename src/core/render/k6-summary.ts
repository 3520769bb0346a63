import type { Report } from '../result/report.ts';
import { edgeLines, figureLines } from './figure-lines.ts';
import { indented } from './indented.ts';
import { styleFor } from './style.ts';

export interface TextSummaryOptions {
  readonly indent?: string;
  readonly enableColors?: boolean;
  /** What the page tells. k6's remote library of this name knows nothing of it and prints k6's own metrics. */
  readonly report: Report;
}

/**
 * The figures at the end of a run on k6 alone. Stands in for k6's remote summary library, which is in no package
 * registry: the same name and call, so that a build option can take the remote one instead.
 */
export function textSummary(
  _data: unknown,
  { indent = ' ', enableColors = false, report }: TextSummaryOptions,
): string {
  const style = styleFor(enableColors);
  return indented([...figureLines(report, style), ...edgeLines(report, style)], indent);
}
