import { type Stripe, WHOLE } from '../../core/workload/execution-segment.ts';
import { createConstantArrivalRate } from '../executors/constant-arrival-rate.ts';
import { createConstantVus } from '../executors/constant-vus.ts';
import { createPerVuIterations } from '../executors/per-vu-iterations.ts';
import { createRampingArrivalRate } from '../executors/ramping-arrival-rate.ts';
import { createRampingVus } from '../executors/ramping-vus.ts';
import type { CreateScenario, Scenario } from '../executors/scenario.ts';
import { createSharedIterations } from '../executors/shared-iterations.ts';
import { FieldReader, isRecord } from './field-reader.ts';

const EXECUTORS = {
  'constant-arrival-rate': createConstantArrivalRate,
  'constant-vus': createConstantVus,
  'per-vu-iterations': createPerVuIterations,
  'ramping-arrival-rate': createRampingArrivalRate,
  'ramping-vus': createRampingVus,
  'shared-iterations': createSharedIterations,
} as const satisfies Record<string, CreateScenario>;

const SCENARIO_NAME = /^[0-9a-zA-Z_-]+$/;
const DEFAULT_GRACEFUL_STOP_MS = 30_000;

/** Scenarios as a script writes them: name to fields. */
export type RawScenarios = Readonly<Record<string, unknown>>;

/** Makes the scenarios, in the order in which they start, and adds what is wrong with them to `problems`. */
export function readScenarios(
  raw: RawScenarios,
  isExported: (functionName: string) => boolean,
  problems: string[],
  stripe: Stripe = WHOLE,
): Scenario[] {
  const scenarios: Scenario[] = [];
  const missingFunctions: string[] = [];
  for (const name of Object.keys(raw).sort()) {
    const fields = raw[name];
    if (!isRecord(fields)) {
      problems.push(`scenario ${name} must be an object, but is ${JSON.stringify(fields)}`);
      continue;
    }
    const reader = new FieldReader(fields);
    const scenario = readScenario(name, reader, stripe);
    if (reader.problems.length > 0) {
      problems.push(`scenario ${name} has configuration errors: ${reader.problems.join(', ')}`);
    }
    if (!scenario) continue;
    scenarios.push(scenario);
    if (!isExported(scenario.exec)) {
      missingFunctions.push(`executor ${name}: function '${scenario.exec}' not found in exports`);
    }
  }
  problems.push(...missingFunctions);
  // Another segment does all of a scenario that has no VU left for this one.
  const own = scenarios.filter(({ steps }) =>
    steps.some(({ plannedVus, maxUnplannedVus }) => plannedVus + maxUnplannedVus > 0),
  );
  return own.sort((a, b) => a.startTimeMs - b.startTimeMs);
}

function readScenario(name: string, reader: FieldReader, stripe: Stripe): Scenario | undefined {
  const executor = reader.string('executor') ?? '';
  const base = {
    name,
    executor,
    stripe,
    startTimeMs: reader.durationMs('startTime') ?? 0,
    gracefulStopMs: reader.durationMs('gracefulStop') ?? DEFAULT_GRACEFUL_STOP_MS,
    env: reader.strings('env') ?? {},
    exec: reader.string('exec') ?? 'default',
    tags: reader.strings('tags') ?? {},
  };
  reader.require(
    SCENARIO_NAME.test(name),
    'the scenario name should contain only numbers, latin letters, underscores, and dashes',
  );
  reader.require(base.exec !== '', 'exec value cannot be empty');
  reader.require(base.startTimeMs >= 0, "the startTime can't be negative");
  reader.require(base.gracefulStopMs >= 0, "the gracefulStop timeout can't be negative");
  reader.require(
    reader.raw('options') === undefined,
    'the embedded engine has no scenario options such as browser; install k6 to run this script',
  );
  if (!isExecutor(executor)) {
    reader.require(executor === '', `unknown executor type '${executor}'`);
    reader.require(executor !== '', `scenario '${name}' doesn't have a specified executor type`);
    return undefined;
  }
  const scenario = EXECUTORS[executor](base, reader);
  for (const field of reader.unknownFields()) reader.problems.push(`unknown field "${field}"`);
  return scenario;
}

function isExecutor(name: string): name is keyof typeof EXECUTORS {
  return Object.hasOwn(EXECUTORS, name);
}
