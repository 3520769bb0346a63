import exec from 'k6/execution';
import http from 'k6/http';
import { flagKeysOf } from '../../core/flags/flag-shapes.ts';
import { fillPath } from '../../core/flags/path-template.ts';
import type { RedisSample } from '../../core/redis/redis-sample.ts';
import { maskUrl } from '../../core/units/mask-url.ts';
import { startsOf } from '../../core/workload/starts.ts';
import { plannedEndMs, type Scenarios } from '../../core/workload/workload.ts';
import { get, jsonOf, paramsFor, type SetupData } from '../journeys/flags.ts';
import { observation } from '../journeys/observer.ts';
import { loadBegan } from '../setup/load-began.ts';
import { settings } from '../setup/settings.ts';
import { newRunId } from './run-id.ts';

/** Keys asked for in turn: enough for many cache keys, few enough to warm in a moment. */
const MOST_KEYS = 25;

/** What the load begins with: flags to ask for, a warm cache, and Redis as it was before. */
export async function preflight(): Promise<SetupData> {
  const redisUntouched = await sampleOrNull();
  const flagKeys = await readFlagKeys();
  await warmUp(flagKeys);
  const redisStart = await sampleOrNull();
  return {
    runId: newRunId(),
    flagKeys,
    starts: plannedStarts(),
    redisUntouched,
    redisStart,
    loadBeganMs: loadBegins(),
  };
}

/** The same without a request to the API, which is to meet its first one under load. */
export async function coldPreflight(): Promise<SetupData> {
  const redisStart = await sampleOrNull();
  loadBegins();
  const { flagKeys } = settings();
  return { runId: newRunId(), flagKeys, starts: plannedStarts(), redisUntouched: redisStart, redisStart };
}

function plannedStarts(): SetupData['starts'] {
  return Object.fromEntries(Object.entries(scenariosOfRun()).map(([name, scenario]) => [name, startsOf(scenario)]));
}

function loadBegins(): number {
  const beganMs = exec.instance.currentTestRunDuration;
  loadBegan?.add(plannedEndMs(scenariosOfRun()));
  return beganMs;
}

function scenariosOfRun(): Scenarios {
  return exec.test.options.scenarios as unknown as Scenarios;
}

/** Redis as it is now; null when it cannot be asked, which is for the observer to tell. */
async function sampleOrNull(): Promise<RedisSample | null> {
  const { redis, sampleRedis } = observation();
  return redis === undefined ? null : sampleRedis(redis).catch(() => null);
}

/** Asks for every flag once, several at a time, so that the load begins with a warm cache. */
async function warmUp(keys: readonly string[]): Promise<void> {
  const { baseUrl, flagPath } = settings();
  await http.batch(
    keys.map((key) => ({
      method: 'GET',
      url: `${baseUrl}${fillPath(flagPath, 'key', key)}`,
      params: paramsFor(flagPath),
    })),
  );
}

/**
 * One request before the load: is the API there, and which flags has it? What would make the whole load pointless stops
 * the run here with one line (exit code 108), before anything else is sent.
 */
async function readFlagKeys(): Promise<readonly string[]> {
  const { flagsPath, flagKeys, baseUrl } = settings();
  const url = `${maskUrl(baseUrl)}${flagsPath}`;
  const response = await get(flagsPath, paramsFor(flagsPath));
  if (response.status === 0) {
    exec.test.abort(`Cannot reach ${url}: ${response.error}. ${adviceOn(response.error)}`);
  }
  if (response.status === 401 || response.status === 403) {
    exec.test.abort(`Cannot read flags: ${url} answered ${response.status}. Set AUTHORIZATION to the header it wants`);
  }
  if (response.status !== 200) {
    exec.test.abort(
      `Cannot read flags: ${url} answered ${response.status}, expected 200. Set FLAGS_PATH to the list of flags`,
    );
  }
  const listed = flagKeysOf(jsonOf(response));
  if (listed.length === 0) {
    const answered = jsonOf(response) === undefined ? 'no JSON' : 'JSON without a flag in it';
    exec.test.abort(
      `Cannot find flags: ${url} answered ${answered}, expected a list of flags. Set FLAGS_PATH, or create a flag`,
    );
  }
  return (flagKeys.length > 0 ? flagKeys : listed).slice(0, MOST_KEYS);
}

function adviceOn(error: string): string {
  if (/x509|certificate/.test(error)) {
    return 'Set CA_FILE to a file with the certificate of its authority, or INSECURE_TLS=1 to verify nothing';
  }
  if (error.startsWith('proxyconnect')) {
    return 'HTTP_PROXY and HTTPS_PROXY name the proxy; set NO_PROXY to hosts that are to be reached without it';
  }
  return 'Is the API running? Set BASE_URL to its address';
}
