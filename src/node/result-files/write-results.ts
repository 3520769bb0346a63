import { join, relative } from 'node:path';
import { renderJunit } from '../../core/render/junit-report.ts';
import { renderMarkdown } from '../../core/render/markdown-report.ts';
import type { Report } from '../../core/result/report.ts';
import type { Result } from '../../core/result/result.ts';
import type { Measured } from '../../core/result/share-of-run.ts';
import { renderHtml } from '../html-page/render-html.ts';
import { replaceFiles } from './replace-file.ts';

/** What the bundle leaves behind at the end of a run. */
interface BundleOutput {
  readonly report: Report;
  /** Only of a process that does a share of a run. */
  readonly measured?: Measured;
}

/** Reads what the bundle left; undefined when the engine ended before its summary, or in its middle. */
export function readBundleOutput(text: string): BundleOutput | undefined {
  try {
    return JSON.parse(text) as BundleOutput;
  } catch {
    return undefined;
  }
}

/** Files that are made from a result alone, in the order in which they are named to the user. */
const REPORTS: Readonly<Record<string, (result: Result) => string>> = {
  'report.html': renderHtml,
  'report.md': renderMarkdown,
  'junit.xml': renderJunit,
};

/**
 * Writes `result.json` and all that is made from it, and says where, or what could not be written.
 *
 * @returns whether all was written
 */
export function keepResults(folder: string, result: Result, say: (line: string) => void): boolean {
  const problems = replaceFiles(folder, { 'result.json': () => formatResult(result), ...reportsOf(result) });
  say(problems.length === 0 ? whereResultsAre(folder) : unwritten(folder, problems));
  return problems.length === 0;
}

/** That something could not be written, in a line. */
export function unwritten(folder: string, problems: readonly string[]): string {
  return `poolproof: cannot write to ${JSON.stringify(folder)}: ${problems.join('; ')}`;
}

/** What is made from a result beside it, by file. */
export function reportsOf(result: Result): Record<string, () => string> {
  return Object.fromEntries(Object.entries(REPORTS).map(([file, render]) => [file, () => render(result)]));
}

/** Where the results are, in a line for the user: the path of the first, and the names of those beside it. */
export function whereResultsAre(folder: string): string {
  const [first, ...others] = [...Object.keys(REPORTS), 'result.json'];
  const path = relative(process.cwd(), folder);
  return `poolproof: results in ${join(path.startsWith('..') ? folder : path, first ?? '')} (beside it: ${others.join(', ')})`;
}

/** JSON to be read by people as well: indented, but for series and what shares have measured, of which each value would have a line. */
function formatResult({ series, share, ...rest }: Result): string {
  const long = { ...(share && { share }), series };
  const lines = Object.entries(long).map(([name, value]) => `  "${name}": ${JSON.stringify(value)}`);
  return `${JSON.stringify(rest, null, 2).slice(0, -2)},\n${lines.join(',\n')}\n}\n`;
}
