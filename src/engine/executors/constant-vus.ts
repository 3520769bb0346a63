import { formatDurationMs } from '../../core/units/duration.ts';
import { shareOf } from '../../core/workload/execution-segment.ts';
import type { FieldReader } from '../options/field-reader.ts';
import { loopIterations } from './loop-iterations.ts';
import { RunWindow } from './run-window.ts';
import type { Scenario, ScenarioBase, ScenarioRuntime } from './scenario.ts';

interface ConstantVusConfig extends ScenarioBase {
  readonly vus: number;
  readonly durationMs: number;
}

/** `constant-vus`: so many VUs loop for a duration, without pauses. */
export function createConstantVus(base: ScenarioBase, fields: FieldReader): Scenario {
  const vus = fields.integer('vus') ?? 1;
  fields.require(vus > 0, 'the number of VUs must be more than 0');
  const config = { ...base, vus: shareOf(base.stripe, vus), durationMs: fields.requiredDurationMs('duration') };
  return {
    ...config,
    description: `${config.vus} looping VUs for ${formatDurationMs(config.durationMs)}`,
    steps: [
      { offsetMs: 0, plannedVus: config.vus, maxUnplannedVus: 0 },
      { offsetMs: config.durationMs + config.gracefulStopMs, plannedVus: 0, maxUnplannedVus: 0 },
    ],
    run: (runtime) => runConstantVus(config, runtime),
  };
}

async function runConstantVus(config: ConstantVusConfig, runtime: ScenarioRuntime): Promise<void> {
  const window = new RunWindow(runtime, config.durationMs, config.gracefulStopMs);
  runtime.reportProgress(() => Math.min(1, window.elapsedMs / config.durationMs));
  await loopIterations(runtime, window, { vus: config.vus, mayStart: () => !window.isRegularOver });
  window.close();
}
