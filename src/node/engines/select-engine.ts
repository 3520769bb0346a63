import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { k6OutputProblems } from '../../core/settings/k6-variables.ts';
import { destinationOf, proxyFor } from '../../core/settings/proxy.ts';
import type { Environment } from '../../core/settings/variable.ts';
import { maskUrl } from '../../core/text/mask-url.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { UserError } from '../user-error.ts';
import type { Engine } from './engine.ts';
import { outputProblemsOfK6 } from './k6-outputs.ts';
import { type K6Version, parseK6Version, whyNotLoaded, whyTooOld } from './k6-version.ts';
import { v8Options } from './v8-options.ts';

const run = promisify(execFile);
const PROBE_TIMEOUT_MS = 10_000;

type Probe = { readonly version: string } | { readonly refused: string };

/**
 * Chooses what runs the script. `auto` takes k6 when it is found, new enough and able to load the script with its
 * extension, and the embedded engine otherwise.
 *
 * @param signal aborted: nothing will run any more, so the choice does not matter
 * @throws UserError when k6 was asked for and does not fit
 */
export async function selectEngine(
  wanted: 'auto' | 'k6' | 'embedded',
  script: string,
  version: string,
  signal?: AbortSignal,
): Promise<Engine> {
  const embedded = (reason: string): Engine => ({
    name: 'embedded',
    version,
    reason,
    file: process.execPath,
    args: [...v8Options(process.versions.node), embeddedEntry()],
  });
  if (wanted === 'embedded') return embedded('ENGINE=embedded');
  const k6 = await probeK6(script);
  // Ctrl-C reaches k6 as well: that it ended says nothing about it then.
  if (signal?.aborted) return embedded('stopped');
  if ('version' in k6) {
    const reason = wanted === 'k6' ? 'ENGINE=k6' : 'k6 with k6/x/redis was found on PATH';
    return { name: 'k6', version: k6.version, reason, file: 'k6', args: [] };
  }
  if (wanted === 'auto') return embedded(k6.refused);
  throw new UserError(
    `Cannot run on k6: ${k6.refused}. Install k6 v2 with k6/x/redis (https://grafana.com/docs/k6/latest/set-up/install-k6/), or use ENGINE=embedded`,
    EXIT_CODE.invalidSettings,
  );
}

/**
 * Refuses what only k6 has, such as K6_OUT or a proxy that is no HTTP proxy, where the run is not on k6, and outputs that this
 * k6 has not.
 *
 * @throws UserError with a line for each variable
 */
export async function assertFits(engine: Engine, env: Environment): Promise<void> {
  const ofOutputs = engine.name === 'k6' ? await outputProblemsOfK6(env) : outputProblems(env);
  const problems = [...ofOutputs, ...proxyProblems(engine, env)];
  if (problems.length > 0) throw new UserError(problems.join('\n'), EXIT_CODE.invalidSettings);
}

function outputProblems(env: Environment): string[] {
  const ofCloud = 'it needs k6, which was not chosen here; unset it, or put k6 on PATH and use ENGINE=k6';
  return [
    ...(env.CLOUD ? [`CLOUD=${JSON.stringify(env.CLOUD)} is not allowed: ${ofCloud}`] : []),
    ...k6OutputProblems(env),
  ];
}

const PROXIES_OF_K6 = ['http:', 'https:', 'socks5:', 'socks5h:'];

function proxyProblems({ name: engine }: Engine, env: Environment): string[] {
  const destination = destinationOf(env.BASE_URL ?? '');
  const proxy = destination && proxyFor(destination, env);
  if (destination === undefined || proxy === undefined) return [];
  const scheme = URL.canParse(proxy) ? new URL(proxy).protocol : '';
  if (scheme === 'http:' || (engine === 'k6' && PROXIES_OF_K6.includes(scheme))) return [];
  const advice = PROXIES_OF_K6.includes(scheme)
    ? 'the embedded engine goes through http:// proxies only; give one, or put k6 on PATH and use ENGINE=k6'
    : 'give http:// and a host, such as http://proxy:3128';
  const name = `${destination.scheme.toUpperCase()}_PROXY`;
  return [`${name}="${maskUrl(proxy)}" is not allowed: ${advice}; or set NO_PROXY=${destination.hostname}`];
}

function embeddedEntry(): string {
  return fileURLToPath(new URL('../engine/engine.cjs', import.meta.url));
}

async function probeK6(script: string): Promise<Probe> {
  const k6 = await k6OnPath();
  if ('refused' in k6) return k6;
  if (await canLoad(script)) return { version: k6.k6 };
  const [firstLine = ''] = readFileSync(script, 'utf8').split('\n', 1);
  return { refused: whyNotLoaded(k6, firstLine) };
}

/** The k6 on PATH, or why there is none to be used, in words. */
export async function k6OnPath(): Promise<K6Version | { readonly refused: string }> {
  let version: K6Version;
  try {
    const { stdout } = await run('k6', ['version'], { timeout: PROBE_TIMEOUT_MS });
    version = parseK6Version(stdout);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return { refused: isMissing ? 'k6 was not found on PATH' : 'the k6 on PATH does not run' };
  }
  const tooOld = whyTooOld(version);
  return tooOld === undefined ? version : { refused: tooOld };
}

/** Whether k6 can load the script, extension included; with access to the internet k6 v2 may fetch it here. */
async function canLoad(script: string): Promise<boolean> {
  try {
    await run('k6', ['inspect', '--quiet', script], { timeout: PROBE_TIMEOUT_MS });
    return true;
  } catch (error) {
    // It was loaded and refused its settings, of which k6 passes none on here.
    return (error as { code?: unknown }).code === EXIT_CODE.invalidSettings;
  }
}
