import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import getPort from 'get-port';
import { onTestFinished, vi } from 'vitest';
import { temporaryFolder } from './run-poolproof.ts';

const OLDEST = 3;

const version = /prometheus, version (\S+)/.exec(
  spawnSync('prometheus', ['--version'], { encoding: 'utf8' }).stdout ?? '',
)?.[1];

/** Why tests that need Prometheus are skipped; empty when they run. */
export const PROMETHEUS_SKIP_REASON =
  version === undefined
    ? 'prometheus is not on PATH'
    : Number.parseInt(version, 10) < OLDEST
      ? `the prometheus on PATH is ${version}, which receives no OTLP; ${OLDEST} does`
      : '';

export interface PrometheusSeries {
  readonly metric: Readonly<Record<string, string>>;
  /** Seconds since 1970, and a number. */
  readonly value: readonly [number, string];
}

/** Starts a real Prometheus on a free port, until the test ends. */
export async function startPrometheus(...extraArgs: string[]) {
  const folder = temporaryFolder();
  const file = join(folder, 'prometheus.yml');
  writeFileSync(file, '{}\n');
  const port = await getPort({ host: '127.0.0.1' });
  const url = `http://127.0.0.1:${port}`;
  const args = [`--config.file=${file}`, `--storage.tsdb.path=${folder}`, `--web.listen-address=127.0.0.1:${port}`];
  const server = spawn('prometheus', [...args, ...extraArgs], { stdio: 'ignore' });
  onTestFinished(() => void server.kill('SIGKILL'));
  await vi.waitFor(async () => expectOk(await fetch(`${url}/-/ready`)), { timeout: 30_000, interval: 50 });

  const query = async (expression: string, atMs = Date.now()): Promise<readonly PrometheusSeries[]> => {
    const parameters = new URLSearchParams({ query: expression, time: `${atMs / 1_000}` });
    const answer = await fetch(`${url}/api/v1/query?${parameters}`);
    const { data, error } = (await answer.json()) as { data?: { result: PrometheusSeries[] }; error?: string };
    if (data === undefined) throw new Error(`${expression}: ${error}`);
    return data.result;
  };
  return { otlpEndpoint: `${url}/api/v1/otlp`, query };
}

function expectOk({ ok, status }: Response): void {
  if (!ok) throw new Error(`${status}`);
}
