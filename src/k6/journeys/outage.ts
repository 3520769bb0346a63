import exec from 'k6/execution';
import http from 'k6/http';
import loadReturnWatch from 'lazy/return-watch';
import loadSlowMs from 'lazy/slow-ms';
import { makeMetrics } from 'own-metrics';
import type { ReturnWatch } from '../../core/observer/return-watch.ts';
import { type OutagePlan, outagePlanOf, phaseAt } from '../../core/outage/outage-plan.ts';
import { elapsedMs, scenariosOfRun } from '../lazy/load-clock.ts';
import { settings } from '../setup/settings.ts';
import type { SetupData } from '../setup/setup-data.ts';
import { observation } from './observer.ts';
import { mixed } from './send-request.ts';

/** Longer than both commands may take together: bringing Redis back waits until taking it away has ended. */
const CONTROL_TIMEOUT_MS = 130_000;

const metrics = makeMetrics('outage');

let slowMs: number | undefined;
let plan: OutagePlan | undefined;
let returnWatch: ReturnWatch | undefined;

/** Takes Redis away in the scenario `fault`, and brings it back in `recover`. */
export async function control(): Promise<void> {
  const { name } = exec.scenario;
  const response = await http.post<'text'>(`${settings().controlUrl}/${name}`, null, {
    timeout: CONTROL_TIMEOUT_MS,
    redirects: 0,
  });
  if (response.status === 200) return;
  exec.test.abort(
    `Cannot ${name === 'fault' ? 'take Redis away' : 'bring Redis back'}: ${response.body || response.error}`,
  );
}

/** The mix of the load profile, with trouble timed from the fault, and each second after the return told apart. */
export async function mixedThroughOutage(data: SetupData): Promise<void> {
  const { faultAtMs, returnAtMs } = outagePlan();
  const startMs = elapsedMs();
  if (startMs >= returnAtMs) exec.vu.metrics.tags.since_return = `${Math.floor((startMs - returnAtMs) / 1_000)}`;
  // Asked for once: the rules that tell it are most of the bundle.
  slowMs ??= loadSlowMs().slowMs();
  const { answer, hasFailed } = await mixed(data);
  const endMs = elapsedMs();
  if (endMs < faultAtMs || startMs >= returnAtMs) return;
  if (hasFailed) metrics.outage_trouble(endMs - faultAtMs, { how: 'failed' });
  else if ((answer?.timings.duration ?? 0) >= slowMs) metrics.outage_trouble(endMs - faultAtMs, { how: 'slow' });
}

/** One look at Redis and at the pool, tagged with the phase of the run. */
export async function observeThroughOutage(data: SetupData): Promise<void> {
  const startMs = elapsedMs();
  const phase = phaseAt(outagePlan(), startMs);
  exec.vu.metrics.tags.phase = phase;
  const { answered, sample } = await observation().look(data, phase === 'before' || phase === 'after');
  if (!answered) metrics.redis_unanswered(1);
  returnWatch ??= loadReturnWatch().watchReturn(settings().apiClients);
  if (phase === 'before' && sample !== null) returnWatch.addBefore(sample, elapsedMs());
  const sinceReturnMs = elapsedMs() - outagePlan().returnAtMs;
  if (!answered || startMs < outagePlan().returnAtMs) return;
  metrics.redis_answered(sinceReturnMs);
  if (sample === null) return;
  if (returnWatch.add(sample, sinceReturnMs)) metrics.redis_api_connected(sinceReturnMs);
  metrics.redis_unattributed_return(returnWatch.isInDoubt ? 1 : 0);
}

function outagePlan(): OutagePlan {
  plan ??= outagePlanOf(scenariosOfRun());
  if (plan === undefined) throw new Error('Cannot tell the phase: the scenarios "fault" and "recover" are missing');
  return plan;
}
