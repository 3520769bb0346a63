import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tags } from '../../src/node/engines/embedded/metrics/metric-types.ts';

export interface K6Answers {
  /** What each expression gave, after `describe` and JSON. */
  readonly answers: unknown[];
  /** Tags of the http_reqs samples, in order. */
  readonly requestTags: Tags[];
}

/**
 * Evaluates expressions inside an iteration of the real k6, one after the other. They see `http`, `Client` and what
 * `prelude` defines; `describe(value)` and `describeError(error)` must be among it.
 */
export async function askK6(expressions: readonly string[], prelude: string): Promise<K6Answers> {
  const folder = mkdtempSync(join(tmpdir(), 'poolproof-k6-'));
  try {
    const script = join(folder, 'script.js');
    const points = join(folder, 'points.json');
    writeFileSync(script, scriptOf(expressions, prelude));
    const args = ['run', '--quiet', '--summary-mode=disabled', '--log-format=raw', '--out', `json=${points}`, script];
    const k6 = spawn('k6', args, {
      env: { ...process.env, K6_NO_USAGE_REPORT: 'true' },
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 50_000,
    });
    let log = '';
    k6.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
    await once(k6, 'close');
    const answers = log
      .split('\n')
      .filter((line) => line.startsWith('ANSWER '))
      .map((line) => JSON.parse(line.slice('ANSWER '.length)) as unknown);
    if (answers.length !== expressions.length) throw new Error(`k6 answered ${answers.length} times only:\n${log}`);
    return { answers, requestTags: readRequestTags(points) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function scriptOf(expressions: readonly string[], prelude: string): string {
  return `import http from 'k6/http';
import { Client } from 'k6/x/redis';
${prelude}
const cases = [${expressions.map((expression) => `() => ${expression}`).join(',\n')}];
export default async function () {
  for (const run of cases) {
    let answer;
    try { answer = describe(await run()); } catch (error) { answer = describeError(error); }
    console.log('ANSWER ' + JSON.stringify(answer));
  }
}`;
}

function readRequestTags(file: string): Tags[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes('"metric":"http_reqs"') && line.includes('"type":"Point"'))
    .map((line) => (JSON.parse(line) as { data: { tags: Tags } }).data.tags);
}
