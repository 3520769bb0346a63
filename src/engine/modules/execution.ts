import { fieldOf } from '../../core/records/named-fields.ts';
import { numberOf } from '../../core/workload/execution-segment.ts';
import { EXIT_CODES, TestRunError } from '../exit-codes.ts';
import { GoError } from '../vu/go-error.ts';
import type { VirtualUser } from '../vu/virtual-user.ts';

/** The module `k6/execution`: where the code is in the test. */
export function createExecutionModule(vu: VirtualUser): Record<string, unknown> {
  const parts = {
    instance: createInstanceInfo(vu),
    scenario: createScenarioInfo(vu),
    test: createTestControl(vu),
    vu: createVuInfo(vu),
  };
  return { ...parts, default: parts };
}

function createScenarioInfo(vu: VirtualUser): object {
  const position = () => {
    if (vu.position) return vu.position;
    throw new GoError('getting scenario information outside of the VU context is not supported');
  };
  return {
    get name() {
      return position().active.scenario.name;
    },
    get executor() {
      return position().active.scenario.executor;
    },
    get startTime() {
      return Math.trunc(position().active.startEpochMs);
    },
    get progress() {
      return position().active.progress();
    },
    get iterationInInstance() {
      return position().iterationInInstance;
    },
    get iterationInTest() {
      return position().iterationInTest;
    },
  };
}

function createInstanceInfo(vu: VirtualUser): object {
  const run = () => {
    // As in k6, which has it for setup(), but not for teardown().
    if (vu.stage === 'iteration' || vu.stage === 'setup') return vu.run;
    throw new GoError('getting instance information in the init context is not supported');
  };
  return {
    get currentTestRunDuration() {
      return run().durationMs;
    },
    get iterationsCompleted() {
      return run().counts.completed;
    },
    get iterationsInterrupted() {
      return run().counts.interrupted;
    },
    get vusActive() {
      return run().counts.activeVus;
    },
    get vusInitialized() {
      return run().counts.initializedVus;
    },
  };
}

function createTestControl(vu: VirtualUser): object {
  return {
    abort: (message?: unknown) => {
      const reason = message === undefined ? '' : `: ${String(message)}`;
      const error = new TestRunError(`test aborted${reason}`, EXIT_CODES.scriptAborted);
      vu.endCall(error);
      vu.run.abort(error);
      throw error;
    },
    fail: (message?: unknown) => {
      if (vu.stage === 'init') throw new GoError('test.fail() is not supported in the init context');
      vu.run.isMarkedAsFailed = true;
      vu.log('error', `test marked as failed: ${message === undefined ? '' : String(message)}`);
    },
    get options() {
      if (vu.stage === 'init' || !vu.options)
        throw new GoError('getting test options in the init context is not supported');
      return deepFreeze(structuredClone(vu.options.exported));
    },
  };
}

function createVuInfo(vu: VirtualUser): object {
  const started = () => {
    if (vu.stage !== 'init') return vu;
    throw new GoError('getting VU information in the init context is not supported');
  };
  const tags = createTagsProxy(vu);
  // Differs from k6: metadata goes to no output, because the engine has none that would carry it.
  const metrics = Object.defineProperties(
    {},
    {
      tags: { value: tags, enumerable: true },
      metadata: { value: {}, enumerable: true },
    },
  );
  return {
    get idInInstance() {
      return started().id;
    },
    get idInTest() {
      const { id, options } = started();
      return id === 0 || !options ? id : numberOf(options.stripe, id - 1) + 1;
    },
    get iterationInInstance() {
      return started().state.iteration ?? 0;
    },
    get iterationInScenario() {
      return started().position?.iterationInScenario ?? 0;
    },
    get tags() {
      return started() && tags;
    },
    get metrics() {
      return started() && metrics;
    },
  };
}

function createTagsProxy(vu: VirtualUser): object {
  const current = () => vu.tagSet().tags;
  const change = (name: string, value: string | undefined) => {
    const { [name]: _old, ...others } = vu.tags;
    vu.tags = value === undefined ? others : { ...others, [name]: value };
    vu.refreshTags();
    return true;
  };
  return new Proxy(
    {},
    {
      get: (target, name) =>
        typeof name === 'string' ? (fieldOf(current(), name) ?? Reflect.get(target, name)) : undefined,
      has: (target, name) => typeof name === 'string' && (Object.hasOwn(current(), name) || name in target),
      ownKeys: () => Object.keys(current()),
      getOwnPropertyDescriptor: (_target, name) => {
        const value = typeof name === 'string' ? fieldOf(current(), name) : undefined;
        return value === undefined ? undefined : { value, writable: true, enumerable: true, configurable: true };
      },
      set: (_target, name, value) => {
        if (typeof name !== 'string') return false;
        if (!['string', 'number', 'boolean'].includes(typeof value)) {
          throw new TypeError(
            `invalid value for metric tag '${name}': only String, Boolean and Number types are accepted as a metric tag values`,
          );
        }
        return change(name, String(value));
      },
      deleteProperty: (_target, name) => typeof name === 'string' && change(name, undefined),
    },
  );
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) deepFreeze(item);
    Object.freeze(value);
  }
  return value;
}
