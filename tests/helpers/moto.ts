import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import getPort from 'get-port';
import { vi } from 'vitest';

const VERSION = '5.2.5';
const FOLDER = `.cache/moto-${VERSION}`;
// What its server needs for the services that we ask; moto[server] would bring three times as much.
const PACKAGES = [`moto==${VERSION}`, 'flask', 'flask-cors', 'docker'];
const INSTALL_TIMEOUT_MS = 300_000;

/** The account that moto plays, and credentials that are as good as any to it. */
export const MOTO_ACCOUNT = '123456789012';
export const MOTO_REGION = 'eu-central-1';

export interface Moto {
  readonly url: string;
  /** What a command is to be told so that it takes moto for AWS, and nothing of the developer's own. */
  readonly env: NodeJS.ProcessEnv;
  stop(): void;
}

/** Why there is no moto to test with; empty when there is. It is installed from PyPI, once. */
export const MOTO_SKIP_REASON: string = whyNoMoto();

function whyNoMoto(): string {
  if (existsSync(FOLDER)) return '';
  try {
    install();
    return '';
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    return `moto ${VERSION} cannot be installed from PyPI: ${(stderr || message).trim().split('\n').at(-1)}`;
  }
}

/** In a folder of its own first: others may be at it too. */
function install(): void {
  mkdirSync('.cache', { recursive: true });
  const unfinished = mkdtempSync('.cache/moto-unfinished-');
  const run = (file: string, args: readonly string[]) =>
    execFileSync(file, args, { encoding: 'utf8', timeout: INSTALL_TIMEOUT_MS, stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    run('python3', ['-m', 'venv', unfinished]);
    run(join(unfinished, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--retries=0', ...PACKAGES]);
    renameSync(unfinished, FOLDER);
  } catch (error) {
    // Somebody else was faster, or it failed.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(FOLDER)) throw error;
  }
}

/** Starts moto's server on a free loopback port; call `stop` in afterAll. */
export async function startMoto(): Promise<Moto> {
  const port = await getPort({ host: '127.0.0.1' });
  const url = `http://127.0.0.1:${port}`;
  const server: ChildProcess = spawn(
    resolve(FOLDER, 'bin/python'),
    ['-m', 'moto.server', '--host', '127.0.0.1', '--port', `${port}`],
    { stdio: 'ignore' },
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
