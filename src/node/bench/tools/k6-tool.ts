import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Engine } from '../../engines/engine.ts';
import type { Command, Tool } from '../tool.ts';

/** k6, or the embedded engine: both run the same script. */
export function k6Tool(engine: Engine): Tool {
  return {
    name: engine.name,
    version: engine.version,
    isOpenLoop: true,
    command: ({ url, ratePerSecond, durationMs, vus }, folder) =>
      scriptCommand(engine, benchScript('get-at-rate'), {
        BASE_URL: url,
        RATE: String(ratePerSecond),
        DURATION: `${durationMs}ms`,
        VUS: String(vus),
        REPORT_FILE: reportFileIn(folder),
      }),
    report(folder) {
      const file = reportFileIn(folder);
      const values: Record<string, number> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
      return {
        p50: values['p(50)'],
        p95: values['p(95)'],
        p99: values['p(99)'],
        p999: values['p(99.9)'],
        max: values.max,
      };
    },
  };
}

/** `run` of a script, with the variables it reads. */
export function scriptCommand(engine: Engine, script: string, env: NodeJS.ProcessEnv): Command {
  return { file: engine.file, args: [...engine.args, 'run', '--quiet', script], env };
}

/** The bundle of a script in src/k6/bench. */
export function benchScript(name: string): string {
  return fileURLToPath(new URL(`../bench/${name}.js`, import.meta.url));
}

function reportFileIn(folder: string): string {
  return join(folder, 'report.json');
}
