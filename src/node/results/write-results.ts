import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { renderJunit } from '../../core/reports/junit-report.ts';
import { renderMarkdown } from '../../core/reports/markdown-report.ts';
import type { Report } from '../../core/result/report.ts';
import type { Result } from '../../core/result/result.ts';
import { renderHtml } from '../reports/html/render-html.ts';

/** What the bundle leaves behind at the end of a run. */
export interface BundleOutput {
  readonly report: Report;
}

/** Where the bundle is told to leave its output. */
export function bundleOutputFileIn(folder: string): string {
  return join(folder, 'bundle-output.json');
}

/** Takes the bundle's output away from its folder; undefined when the engine ended before its summary. */
export function takeBundleOutput(folder: string): BundleOutput | undefined {
  const file = bundleOutputFileIn(folder);
  if (!existsSync(file)) return undefined;
  const output = JSON.parse(readFileSync(file, 'utf8')) as BundleOutput;
  rmSync(file);
  return output;
}

/** Files that are made from a result alone, in the order in which they are named to the user. */
const REPORTS: Readonly<Record<string, (result: Result) => string>> = {
  'report.html': renderHtml,
  'report.md': renderMarkdown,
  'junit.xml': renderJunit,
};

/** Writes `result.json` and all that is made from it. */
export function writeResults(folder: string, result: Result): void {
  writeFileSync(join(folder, 'result.json'), formatResult(result));
  writeReports(folder, result);
}

/** Writes what is made from a result beside it. */
export function writeReports(folder: string, result: Result): void {
  for (const [file, render] of Object.entries(REPORTS)) writeFileSync(join(folder, file), render(result));
}

/** Where the results are, in a line for the user: the path of the first, and the names of those beside it. */
export function whereResultsAre(folder: string): string {
  const [first, ...others] = [...Object.keys(REPORTS), 'result.json'];
  const path = relative(process.cwd(), folder);
  return `poolproof: results in ${join(path.startsWith('..') ? folder : path, first ?? '')} (beside it: ${others.join(', ')})`;
}

/** JSON to be read by people as well: indented, but for the series, of which each value would have a line. */
function formatResult({ series, ...rest }: Result): string {
  return `${JSON.stringify(rest, null, 2).slice(0, -2)},\n  "series": ${JSON.stringify(series)}\n}\n`;
}
