import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command, Tool } from '../tool.ts';

const SECOND_MS = 1_000;

interface ArtilleryReport {
  readonly aggregate: { readonly summaries: Readonly<Record<string, Readonly<Record<string, number>>>> };
}

/** Artillery: each arrival is a virtual user of its own, with a connection of its own. */
export function artillery(file: string, version: string): Tool {
  return {
    name: 'artillery',
    version,
    isOpenLoop: true,
    command: ({ url, ratePerSecond, durationMs }, folder) =>
      artilleryCommand(file, folder, {
        config: { target: url, phases: [{ duration: durationMs / SECOND_MS, arrivalRate: ratePerSecond }] },
        scenarios: [{ flow: [{ get: { url: '/' } }] }],
      }),
    report(folder) {
      const report = reportFileIn(folder);
      const values = existsSync(report)
        ? (JSON.parse(readFileSync(report, 'utf8')) as ArtilleryReport).aggregate.summaries['http.response_time']
        : undefined;
      return { p50: values?.p50, p95: values?.p95, p99: values?.p99, p999: values?.p999, max: values?.max };
    },
  };
}

/** `run` of a test that is written into `folder`. */
export function artilleryCommand(file: string, folder: string, test: object): Command {
  const testFile = join(folder, 'artillery.json');
  writeFileSync(testFile, JSON.stringify(test));
  return {
    file,
    args: ['run', '--quiet', '--output', reportFileIn(folder), testFile],
    env: { ARTILLERY_DISABLE_TELEMETRY: 'true' },
  };
}

function reportFileIn(folder: string): string {
  return join(folder, 'artillery-report.json');
}
