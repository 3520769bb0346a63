import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderJunit } from '../../core/reports/junit-report.ts';
import type { Report } from '../../core/result/report.ts';
import type { Result } from '../../core/result/result.ts';

/** What the bundle leaves behind at the end of a run. */
export interface BundleOutput {
  readonly report: Report;
  /** The page for people. */
  readonly page: string;
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

/** Writes `result.json` and `junit.xml`. */
export function writeResults(folder: string, result: Result): void {
  writeFileSync(join(folder, 'result.json'), formatResult(result));
  writeFileSync(join(folder, 'junit.xml'), renderJunit(result));
}

/** JSON to be read by people as well: indented, but for the series, of which each value would have a line. */
function formatResult({ series, ...rest }: Result): string {
  return `${JSON.stringify(rest, null, 2).slice(0, -2)},\n  "series": ${JSON.stringify(series)}\n}\n`;
}
