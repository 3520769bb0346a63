import exec from 'k6/execution';
import journey from 'the-journey';
import { withoutSetup } from '../../core/journey/mix.ts';
import type { RedisSample } from '../../core/redis/redis-sample.ts';
import { startsOf } from '../../core/workload/starts.ts';
import { plannedEndMs } from '../../core/workload/workload.ts';
import { observation } from '../journeys/observer.ts';
import { loadBegan } from '../setup/load-began.ts';
import type { AskedBefore, SetupData } from '../setup/setup-data.ts';
import { makeAsking } from './asking.ts';
import { limitsToCount } from './counted-limits.ts';
import { scenariosOfRun } from './load-clock.ts';
import { rehearse } from './rehearse.ts';
import { newRunId } from './run-id.ts';

/** What the load begins with: what the journey has to know, a warm cache, and Redis as it was before. */
export async function preflight(): Promise<SetupData> {
  const redisUntouched = await sampleOrNull();
  const runId = newRunId();
  const { own, asked } = await prepare(runId);
  const redisStart = await sampleOrNull();
  // The load has another connection of ours to look by.
  await observation().leave();
  return {
    runId,
    own,
    asked,
    starts: plannedStarts(),
    ...limitsToCount(),
    redisUntouched,
    redisStart,
    loadBeganMs: loadBegins(),
  };
}

/** The same without a request to the API, which is to meet its first one under load, if the journey can do without. */
export async function coldPreflight(): Promise<SetupData> {
  if (withoutSetup(journey).length === 0) return preflight();
  const redisStart = await sampleOrNull();
  // The load has another connection of ours to look by.
  await observation().leave();
  loadBegins();
  return { runId: newRunId(), starts: plannedStarts(), ...limitsToCount(), redisUntouched: redisStart, redisStart };
}

/** Has the journey set up; where it asks the API nothing for that, its first request tells whether the API is there. */
async function prepare(runId: string): Promise<{ readonly own: unknown; readonly asked: AskedBefore }> {
  const { setup, asked } = makeAsking();
  const own = await journey.setup?.(setup);
  return { own, asked: asked() ?? (await rehearse(runId, own)) };
}

function plannedStarts(): SetupData['starts'] {
  return Object.fromEntries(Object.entries(scenariosOfRun()).map(([name, scenario]) => [name, startsOf(scenario)]));
}

function loadBegins(): number {
  const beganMs = exec.instance.currentTestRunDuration;
  loadBegan?.(plannedEndMs(scenariosOfRun()));
  return beganMs;
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
  // What Redis did not tell is left out: undefined would reach the VUs as null, which counts as 0.
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)) as unknown as RedisSample;
}
