import exec from 'k6/execution';
import { listedFlags } from '../../core/flags/listed-flags.ts';
import { isEncodable } from '../../core/flags/path-template.ts';
import type { RedisSample } from '../../core/redis/redis-sample.ts';
import { startsOf } from '../../core/workload/starts.ts';
import { plannedEndMs, type Scenarios } from '../../core/workload/workload.ts';
import { observation } from '../journeys/observer.ts';
import { loadBegan } from '../setup/load-began.ts';
import { settings } from '../setup/settings.ts';
import type { SetupData } from '../setup/setup-data.ts';
import { readFlagKeys } from './read-flag-keys.ts';
import { newRunId } from './run-id.ts';
import { warmUp } from './warm-up.ts';

/** Keys asked for in turn: enough for many cache keys, few enough to warm in a moment. */
const MOST_KEYS = 25;

/** What the load begins with: flags to ask for, a warm cache, and Redis as it was before. */
export async function preflight(): Promise<SetupData> {
  const redisUntouched = await sampleOrNull();
  const { listedKeys, aloneMs } = await readFlagKeys();
  const wanted = settings().flagKeys;
  const flagKeys = (wanted.length > 0 ? wanted : listedKeys).slice(0, MOST_KEYS);
  const unsendable = flagKeys.find((key) => !isEncodable(key));
  if (unsendable !== undefined) {
    exec.test.abort(
      `Cannot ask for flag ${JSON.stringify(unsendable)}: a URL cannot hold half a UTF-16 character. Rename the flag, or set FLAG_KEYS to others`,
    );
  }
  await warmUp(flagKeys);
  const redisStart = await sampleOrNull();
  // The load has another connection of ours to look by.
  await observation().leave();
  return {
    runId: newRunId(),
    flagKeys,
    listedFlags: listedFlags(listedKeys),
    aloneMs,
    starts: plannedStarts(),
    redisUntouched,
    redisStart,
    loadBeganMs: loadBegins(),
  };
}

/** The same without a request to the API, which is to meet its first one under load. */
export async function coldPreflight(): Promise<SetupData> {
  const redisStart = await sampleOrNull();
  // The load has another connection of ours to look by.
  await observation().leave();
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
  const sample = await observation().sample();
  if (observation().isSentinel) {
    exec.test.abort(
      'Cannot observe a Sentinel: REDIS_URL must name the master itself; redis-cli -u "$REDIS_URL" sentinel masters shows its address',
    );
  }
  if (sample === null) return null;
  // Every VU gets a copy of what setup() hands on.
  const { clients: _clients, commandTimes: _times, ...told } = sample;
  return told;
}
