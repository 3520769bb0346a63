import { formatDurationMs } from '../../core/units/duration.ts';
import { shareOf } from '../../core/workload/execution-segment.ts';
import type { FieldReader } from '../options/field-reader.ts';
import { loopIterations } from './loop-iterations.ts';
import { RunWindow } from './run-window.ts';
import type { Scenario, ScenarioBase, ScenarioRuntime } from './scenario.ts';

interface PerVuIterationsConfig extends ScenarioBase {
  readonly vus: number;
  readonly iterations: number;
  readonly maxDurationMs: number;
}

/** `per-vu-iterations`: each VU runs so many iterations. Also what runs when nothing is configured: 1 VU, 1 iteration. */
export function createPerVuIterations(base: ScenarioBase, fields: FieldReader): Scenario {
  const vus = fields.integer('vus') ?? 1;
  const iterations = fields.integer('iterations') ?? 1;
  fields.require(vus > 0, 'the number of VUs must be more than 0');
  fields.require(iterations > 0, 'the number of iterations must be more than 0');
  const config = { ...base, vus: shareOf(base.stripe, vus), iterations, maxDurationMs: fields.maxDurationMs() };
  return {
    ...config,
    description: `${config.iterations} iterations for each of ${config.vus} VUs (maxDuration: ${formatDurationMs(config.maxDurationMs)})`,
    steps: [
      { offsetMs: 0, plannedVus: config.vus, maxUnplannedVus: 0 },
      { offsetMs: config.maxDurationMs + config.gracefulStopMs, plannedVus: 0, maxUnplannedVus: 0 },
    ],
    run: (runtime) => runPerVuIterations(config, runtime),
  };
}

async function runPerVuIterations(config: PerVuIterationsConfig, runtime: ScenarioRuntime): Promise<void> {
  const window = new RunWindow(runtime, config.maxDurationMs, config.gracefulStopMs);
  let ended = 0;
  runtime.reportProgress(() => ended / (config.vus * config.iterations));
  await loopIterations(runtime, window, {
    vus: config.vus,
    mayStart: (begun) => {
      if (begun >= config.iterations) return false;
      if (window.isRegularOver) runtime.dropIterations(config.iterations - begun);
      return !window.isRegularOver;
    },
    onIterationEnd: () => ended++,
  });
  window.close();
}
