import { formatDurationMs } from '../../core/units/duration.ts';
import { shareOf } from '../../core/workload/execution-segment.ts';
import type { FieldReader } from '../options/field-reader.ts';
import { loopIterations } from './loop-iterations.ts';
import { RunWindow } from './run-window.ts';
import type { Scenario, ScenarioBase, ScenarioRuntime } from './scenario.ts';

interface SharedIterationsConfig extends ScenarioBase {
  readonly vus: number;
  readonly iterations: number;
  readonly maxDurationMs: number;
}

/** `shared-iterations`: VUs take iterations from one common count as fast as they can. */
export function createSharedIterations(base: ScenarioBase, fields: FieldReader): Scenario {
  const config = {
    ...base,
    vus: fields.integer('vus') ?? 1,
    iterations: fields.integer('iterations') ?? 1,
    maxDurationMs: fields.maxDurationMs(),
  };
  fields.require(config.vus > 0, 'the number of VUs must be more than 0');
  fields.require(
    config.iterations >= config.vus,
    `the number of iterations (${config.iterations}) can't be less than the number of VUs (${config.vus})`,
  );
  const { stripe } = base;
  fields.require(
    config.vus % stripe.outOf === 0,
    `the embedded engine shares iterations among segments only when the number of VUs (${config.vus}) is a multiple of ${stripe.outOf}; install k6 to run this script`,
  );
  return createShare({ ...config, vus: shareOf(stripe, config.vus), iterations: shareOf(stripe, config.iterations) });
}

function createShare(config: SharedIterationsConfig): Scenario {
  return {
    ...config,
    description: `${config.iterations} iterations shared among ${config.vus} VUs (maxDuration: ${formatDurationMs(config.maxDurationMs)})`,
    steps: [
      { offsetMs: 0, plannedVus: config.vus, maxUnplannedVus: 0 },
      { offsetMs: config.maxDurationMs + config.gracefulStopMs, plannedVus: 0, maxUnplannedVus: 0 },
    ],
    run: (runtime) => runSharedIterations(config, runtime),
  };
}

async function runSharedIterations(config: SharedIterationsConfig, runtime: ScenarioRuntime): Promise<void> {
  const window = new RunWindow(runtime, config.maxDurationMs, config.gracefulStopMs);
  let begun = 0;
  let ended = 0;
  runtime.reportProgress(() => ended / config.iterations);
  await loopIterations(runtime, window, {
    vus: config.vus,
    mayStart: () => {
      if (window.isRegularOver || begun >= config.iterations) return false;
      begun++;
      return true;
    },
    onIterationEnd: () => ended++,
  });
  window.close();
  if (begun < config.iterations) runtime.dropIterations(config.iterations - begun);
}
