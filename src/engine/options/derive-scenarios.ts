import type { Logger } from '../log/logger.ts';
import { type FieldReader, isRecord } from './field-reader.ts';
import type { RawScenarios } from './read-scenarios.ts';

/**
 * The scenarios of a script: those that it lists, or the one that the shortcuts `vus`, `duration`, `iterations` and
 * `stages` stand for (k6: lib/executor/execution_config_shortcuts.go).
 */
export function deriveScenarios(options: FieldReader, log: Logger): RawScenarios {
  const vus = options.raw('vus');
  const duration = options.raw('duration');
  const iterations = options.raw('iterations');
  const stages = options.raw('stages');
  const scenarios = options.raw('scenarios');
  const hasStages = Array.isArray(stages) && stages.length > 0;
  const refuseBoth = (a: string, b: string, isSet: boolean) =>
    options.require(!isSet, `using \`${a}\` and \`${b}\` options simultaneously is not allowed`);
  const one = (fields: Record<string, unknown>): RawScenarios => ({
    default: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
  });

  if (iterations !== undefined) {
    refuseBoth('iterations', 'stages', hasStages);
    refuseBoth('iterations', 'scenarios', scenarios !== undefined);
    return one({ executor: 'shared-iterations', vus, iterations, maxDuration: duration });
  }
  if (duration !== undefined) {
    refuseBoth('duration', 'stages', hasStages);
    refuseBoth('duration', 'scenarios', scenarios !== undefined);
    return one({ executor: 'constant-vus', vus, duration });
  }
  if (hasStages) {
    refuseBoth('stages', 'scenarios', scenarios !== undefined);
    return one({ executor: 'ramping-vus', startVUs: vus, stages });
  }
  if (vus !== undefined && stages === undefined) {
    if (scenarios !== undefined) log('warning', `\`vus=${String(vus)}\` overrides scenarios configuration`);
    return one({ executor: 'shared-iterations', vus, iterations: vus });
  }
  if (isRecord(scenarios) && Object.keys(scenarios).length > 0) return scenarios;

  options.require(
    scenarios === undefined || isRecord(scenarios),
    `scenarios must be an object, but is ${JSON.stringify(scenarios)}`,
  );
  for (const [name, value] of Object.entries({ stages, scenarios })) {
    if (value === undefined) continue;
    log('warning', `\`${name}\` was explicitly set to an empty value, running the script with 1 iteration in 1 VU`);
  }
  return one({ executor: 'per-vu-iterations' });
}
