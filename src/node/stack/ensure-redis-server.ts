import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT_CODE } from '../exit-code.ts';
import { findOnPath, isExecutable } from '../find-on-path.ts';
import { errorText } from '../target/error-text.ts';
import { UserError } from '../user-error.ts';

const NAMES = ['redis-server', 'valkey-server'];
const INSTALL_TIMEOUT_MS = 300_000;

interface RedisServerProgram {
  path: string;
  /** Such as "7.0.15". */
  version: string;
}

interface EnsureRedisServerOptions {
  environment?: NodeJS.ProcessEnv;
  /** Where the output of an installation goes: apt.log. */
  logDir: string;
  /** Hears in one line that something gets installed. */
  say: (line: string) => void;
  /** Whether Debian's package may be installed; by default on Debian and its kin as root. */
  canInstall?: boolean;
}

/**
 * Finds redis-server (or valkey-server) by REDIS_SERVER or on PATH; on Debian as root it installs the missing package.
 * @throws {UserError} that names the ways to get a Redis.
 */
export function ensureRedisServer({
  environment = process.env,
  logDir,
  say,
  canInstall = isDebianRoot(),
}: EnsureRedisServerOptions): RedisServerProgram {
  const named = environment.REDIS_SERVER;
  if (named) {
    if (isExecutable(named)) return { path: named, version: readVersion(named) };
    throw new UserError(
      `Cannot run REDIS_SERVER "${named}": it is not an executable file; name one or unset it`,
      EXIT_CODE.stackFailed,
    );
  }
  const find = () => findOnPath(NAMES, environment.PATH);
  if (find() === undefined && canInstall) installPackage(environment, logDir, say);
  const path = find();
  if (path === undefined) throw new UserError(MISSING, EXIT_CODE.stackFailed);
  return { path, version: readVersion(path) };
}

const MISSING = `Cannot start a private Redis: found no redis-server on PATH. Do one of:
  install it: sudo apt-get install redis-server, sudo dnf install redis, or brew install redis
  run it in Docker: docker compose up -d redis, then set REDIS_URL=redis://127.0.0.1:6379
  name a Redis that is there: set REDIS_URL=redis://HOST:PORT`;

function readVersion(path: string): string {
  let output: string;
  try {
    output = execFileSync(path, ['--version'], { encoding: 'utf8', timeout: 5000, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    throw new UserError(
      `Cannot run "${path} --version": ${errorText(error)}; name another one in REDIS_SERVER`,
      EXIT_CODE.stackFailed,
    );
  }
  const version = /\bv=(\d+\.\d+\.\d+)/.exec(output)?.[1];
  if (version !== undefined) return version;
  throw new UserError(
    `Cannot use "${path}": it does not report a version of Redis; name another one in REDIS_SERVER`,
    EXIT_CODE.stackFailed,
  );
}

function isDebianRoot(): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

function installPackage(environment: NodeJS.ProcessEnv, logDir: string, say: (line: string) => void): void {
  const logFile = join(logDir, 'apt.log');
  say(`No redis-server found: installing Debian's package (output in ${logFile})`);
  mkdirSync(logDir, { recursive: true });
  const log = openSync(logFile, 'a');
  const apt = (...args: string[]) =>
    execFileSync('apt-get', args, {
      // Run level 1 keeps the package from starting a system-wide server.
      env: { ...environment, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
      stdio: ['ignore', log, log],
      timeout: INSTALL_TIMEOUT_MS,
    });
  const install = () => apt('install', '-y', '--no-install-recommends', 'redis-server');
  try {
    try {
      install();
    } catch {
      // The package is unknown or its address is out of date.
      apt('update');
      install();
    }
  } catch (error) {
    throw new UserError(
      `Cannot install redis-server: ${errorText(error)}; see ${logFile}. ${MISSING}`,
      EXIT_CODE.stackFailed,
    );
  } finally {
    closeSync(log);
  }
}
