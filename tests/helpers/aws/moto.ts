import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import getPort from 'get-port';
import { vi } from 'vitest';
import { MOTO_PYTHON, whyNoMoto } from './install-moto.ts';

/** The account that moto plays, and credentials that are as good as any to it. */
export const MOTO_ACCOUNT = '123456789012';
export const MOTO_REGION = 'eu-central-1';

export interface Moto {
  readonly url: string;
  /** What a command is to be told so that it takes moto for AWS, and nothing of the developer's own. */
  readonly env: NodeJS.ProcessEnv;
  stop(): void;
}

/** Why there is no moto to test with; empty when there is. */
export const MOTO_SKIP_REASON: string = await whyNoMoto();

/** Starts moto's server on a free loopback port; call `stop` in afterAll. */
export async function startMoto(): Promise<Moto> {
  const port = await getPort({ host: '127.0.0.1' });
  const url = `http://127.0.0.1:${port}`;
  const server: ChildProcess = spawn(
    resolve(MOTO_PYTHON),
    ['-m', 'moto.server', '--host', '127.0.0.1', '--port', `${port}`],
    // What it compiles at its first start it keeps.
    { stdio: 'ignore', env: { ...process.env, PYTHONDONTWRITEBYTECODE: '' } },
  );
  const stop = (): void => void server.kill('SIGKILL');
  process.once('exit', stop);
  await vi.waitFor(
    async () => {
      // Without Docker it stores functions, and runs none.
      const answer = await fetch(`${url}/moto-api/config`, {
        method: 'POST',
        body: JSON.stringify({ lambda: { use_docker: false } }),
      });
      if (!answer.ok) throw new Error(`moto answered ${answer.status}`);
    },
    { timeout: 60_000, interval: 100 },
  );
  return { url, env: awsEnvironment(url), stop };
}

/** Settings of AWS tools for an endpoint of ours. */
export function awsEnvironment(url: string): NodeJS.ProcessEnv {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: MOTO_REGION,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SESSION_TOKEN: '',
    AWS_PROFILE: '',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
