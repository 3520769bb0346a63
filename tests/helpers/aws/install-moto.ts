import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { vi } from 'vitest';

const VERSION = '5.2.5';
const FOLDER = `.cache/moto-${VERSION}`;
/** Why it could not be installed. */
const FAILURE = `${FOLDER}.failure`;
// What its server needs for the services that we ask; moto[server] would bring three times as much.
const PACKAGES = [`moto==${VERSION}`, 'flask', 'flask-cors', 'docker'];
const INSTALL_TIMEOUT_MS = 300_000;

/** The Python that has it. */
export const MOTO_PYTHON: string = join(FOLDER, 'bin/python');

/** Installs moto from PyPI, once, while the tests that do without it may run. @returns why there is none; empty when there is */
export async function installMoto(): Promise<string> {
  rmSync(FAILURE, { force: true });
  if (existsSync(FOLDER)) return '';
  try {
    await install();
    return '';
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    const reason = `moto ${VERSION} cannot be installed from PyPI: ${(stderr || message).trim().split('\n').at(-1)}`;
    writeFileSync(FAILURE, reason);
    return reason;
  }
}

/** Waits until it is installed or cannot be. @returns why there is none; empty when there is */
export async function whyNoMoto(): Promise<string> {
  return vi
    .waitUntil(
      () => {
        if (existsSync(FOLDER)) return { reason: '' };
        return existsSync(FAILURE) && { reason: readFileSync(FAILURE, 'utf8') };
      },
      { timeout: 2 * INSTALL_TIMEOUT_MS, interval: 100 },
    )
    .then(({ reason }) => reason);
}

/** In a folder of its own first: others may be at it too. */
async function install(): Promise<void> {
  mkdirSync('.cache', { recursive: true });
  const unfinished = mkdtempSync('.cache/moto-unfinished-');
  const run = (file: string, args: readonly string[]) =>
    promisify(execFile)(file, args, { timeout: INSTALL_TIMEOUT_MS });
  try {
    await run('python3', ['-m', 'venv', unfinished]);
    // Of its thousands of files a server reads some hundred: it compiles them when it does.
    const flags = ['--quiet', '--retries=0', '--no-compile'];
    await run(join(unfinished, 'bin/python'), ['-m', 'pip', 'install', ...flags, ...PACKAGES]);
    renameSync(unfinished, FOLDER);
  } catch (error) {
    // Somebody else was faster, or it failed.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(FOLDER)) throw error;
  }
}
