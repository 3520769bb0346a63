import { numberOf } from '../../core/workload/execution-segment.ts';
import { EXIT_CODES, TestRunError } from '../exit-codes.ts';
import type { TestRun } from '../test-run.ts';
import { GoError } from '../vu/go-error.ts';
import type { ScenarioPosition } from '../vu/scenario-position.ts';
import type { VirtualUser } from '../vu/virtual-user.ts';
import { fieldsByName } from './fields-by-name.ts';
import { vuTags } from './vu-tags.ts';

/** The module `k6/execution`: where the code is in the test. */
export function createExecutionModule(vu: VirtualUser): Record<string, unknown> {
  return { instance: instanceInfo(vu), scenario: scenarioInfo(vu), test: testControl(vu), vu: vuInfo(vu) };
}

const scenarioInfo = fieldsByName({
  name: (vu) => positionOf(vu).active.scenario.name,
  executor: (vu) => positionOf(vu).active.scenario.executor,
  startTime: (vu) => Math.trunc(positionOf(vu).active.startEpochMs),
  progress: (vu) => positionOf(vu).active.progress(),
  iterationInInstance: (vu) => positionOf(vu).iterationInInstance,
  iterationInTest: (vu) => positionOf(vu).iterationInTest,
});

const instanceInfo = fieldsByName({
  currentTestRunDuration: (vu) => runOf(vu).durationMs,
  iterationsCompleted: (vu) => runOf(vu).counts.completed,
  iterationsInterrupted: (vu) => runOf(vu).counts.interrupted,
  vusActive: (vu) => runOf(vu).counts.activeVus,
  vusInitialized: (vu) => runOf(vu).counts.initializedVus,
});

const testControl = fieldsByName({
  abort: (vu) => (message?: unknown) => {
    const reason = message === undefined ? '' : `: ${String(message)}`;
    const error = new TestRunError(`test aborted${reason}`, EXIT_CODES.scriptAborted);
    vu.endCall(error);
    vu.run.abort(error);
    throw error;
  },
  fail: (vu) => (message?: unknown) => {
    if (vu.stage === 'init') throw new GoError('test.fail() is not supported in the init context');
    vu.run.isMarkedAsFailed = true;
    vu.log('error', `test marked as failed: ${message === undefined ? '' : String(message)}`);
  },
  options: ({ stage, options }) => {
    if (stage === 'init' || !options) throw new GoError('getting test options in the init context is not supported');
    return deepFreeze(structuredClone(options.exported));
  },
});

const vuInfo = fieldsByName({
  idInInstance: (vu) => started(vu).id,
  idInTest: (vu) => {
    const { id, options } = started(vu);
    return id === 0 || !options ? id : numberOf(options.stripe, id - 1) + 1;
  },
  iterationInInstance: (vu) => started(vu).state.iteration ?? 0,
  iterationInScenario: (vu) => started(vu).position?.iterationInScenario ?? 0,
  tags: (vu) => vuTags(started(vu)),
  metrics: (vu) => vuMetrics(started(vu)),
});

const vuMetrics = fieldsByName({
  tags: vuTags,
  // Differs from k6: metadata goes to no output, because the engine has none that would carry it.
  metadata: (vu) => vu.metadata,
});

function positionOf({ position }: VirtualUser): ScenarioPosition {
  if (position) return position;
  throw new GoError('getting scenario information outside of the VU context is not supported');
}

function runOf({ stage, run }: VirtualUser): TestRun {
  // As in k6, which has it for setup(), but not for teardown().
  if (stage === 'iteration' || stage === 'setup') return run;
  throw new GoError('getting instance information in the init context is not supported');
}

function started(vu: VirtualUser): VirtualUser {
  if (vu.stage !== 'init') return vu;
  throw new GoError('getting VU information in the init context is not supported');
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) deepFreeze(item);
    Object.freeze(value);
  }
  return value;
}
