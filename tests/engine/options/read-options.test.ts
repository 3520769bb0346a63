import { expect, test } from 'vitest';
import type { TestRunError } from '../../../src/engine/exit-codes.ts';
import { readOptions } from '../../../src/engine/options/read-options.ts';

const logged: string[] = [];
const read = (options: unknown) => {
  logged.length = 0;
  const script = { options, isExported: (name: string) => ['default', 'other'].includes(name) };
  return readOptions(script, 'agent', (level, message) => logged.push(`${level} ${message}`));
};
const problemsOf = (options: unknown): string => {
  try {
    read(options);
  } catch (error) {
    expect((error as TestRunError).exitCode).toBe(104);
    return (error as Error).message;
  }
  return '';
};
const executorsOf = (options: unknown) =>
  read(options).scenarios.map(({ name, executor, description }) => `${name} ${executor} ${description}`);

test('readOptions() fills in the defaults of k6', () => {
  expect(read(undefined)).toMatchObject({
    userAgent: 'agent',
    batch: 20,
    batchPerHost: 6,
    maxRedirects: undefined,
    setupTimeoutMs: 60_000,
    handleSummaryTimeoutMs: 120_000,
    summaryTrendStats: ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)'],
  });
  expect(executorsOf({})).toEqual(['default per-vu-iterations 1 iterations for each of 1 VUs (maxDuration: 10m)']);
});

test.each([
  [{ vus: 2, iterations: 5 }, 'default shared-iterations 5 iterations shared among 2 VUs (maxDuration: 10m)'],
  [
    { vus: 2, iterations: 5, duration: '3s' },
    'default shared-iterations 5 iterations shared among 2 VUs (maxDuration: 3s)',
  ],
  [{ vus: 2, duration: '1m30s' }, 'default constant-vus 2 looping VUs for 1m30s'],
  [{ stages: [{ target: 5, duration: 2_000 }] }, 'default ramping-vus Up to 5 looping VUs for 2s over 1 stages'],
  [{ vus: 3 }, 'default shared-iterations 3 iterations shared among 3 VUs (maxDuration: 10m)'],
])('readOptions() derives a scenario from %j', (options, expected) => {
  expect(executorsOf(options)).toEqual([expected]);
});

test('readOptions() sorts scenarios by start, then by name', () => {
  const scenario = { executor: 'constant-vus', duration: '1s' };
  const { scenarios } = read({ scenarios: { b: scenario, c: { ...scenario, startTime: '1s' }, a: scenario } });
  expect(scenarios.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
});

test('readOptions() lists all problems of all scenarios', () => {
  const scenarios = {
    a: { executor: 'constant-vus', vus: 0, duration: '0s', foo: 1 },
    b: { executor: 'ramping-vus', stages: [] },
    c: { executor: 'constant-arrival-rate', exec: 'nope' },
    d: { executor: 'externally-controlled' },
    'e.': { executor: 'constant-vus', vus: 1.5, duration: '1x' },
    f: { executor: 'shared-iterations', vus: 5, iterations: 2, options: { browser: { type: 'chromium' } } },
  };
  expect(problemsOf({ scenarios }).split('\n\t- ')).toEqual([
    'There were problems with the specified script configuration:',
    'scenario a has configuration errors: the number of VUs must be more than 0, the duration must be at least 1s, but is 0s, unknown field "foo"',
    'scenario b has configuration errors: at least one stage has to be specified',
    "scenario c has configuration errors: the iteration rate isn't specified, the duration is unspecified, the number of preAllocatedVUs isn't specified",
    "scenario d has configuration errors: unknown executor type 'externally-controlled'",
    'scenario e. has configuration errors: the scenario name should contain only numbers, latin letters, underscores, and dashes, vus must be a whole number, but is 1.5, duration must be a duration such as "30s", or milliseconds as a number, but is "1x"',
    "scenario f has configuration errors: the embedded engine has no scenario options such as browser; install k6 to run this script, the number of iterations (2) can't be less than the number of VUs (5)",
    "executor c: function 'nope' not found in exports",
  ]);
});

test.each([
  [
    { duration: '1s', scenarios: { a: { executor: 'constant-vus', duration: '1s' } } },
    'using `duration` and `scenarios` options simultaneously is not allowed',
  ],
  [{ rps: 5 }, 'the embedded engine has no option rps; install k6 to run this script'],
  [{ thresholds: { checks: 'rate>0.9' } }, 'thresholds["checks"] must be a list, but is "rate>0.9"'],
  [{ tags: { a: 1 } }, 'tags must be an object whose values are strings'],
])('readOptions() refuses %j', (options, problem) => {
  expect(problemsOf(options)).toContain(problem);
});

test('readOptions() only warns of an unknown option', () => {
  expect(problemsOf({ fooo: 1 })).toBe('');
  expect(logged).toEqual(['warning There were unknown fields in the options exported in the script']);
});

test('readOptions() reads thresholds with abortOnFail and its delay', () => {
  const thresholds = { checks: ['rate>0.9', { threshold: 'rate>0.5', abortOnFail: true, delayAbortEval: '5s', x: 1 }] };
  expect(read({ thresholds }).thresholds).toEqual({
    checks: [
      { threshold: 'rate>0.9', abortOnFail: false, delayAbortEvalMs: undefined },
      { threshold: 'rate>0.5', abortOnFail: true, delayAbortEvalMs: 5_000 },
    ],
  });
});

const DEFAULT = 'default per-vu-iterations 1 iterations for each of 1 VUs (maxDuration: 10m)';
const FOUR_ON_TWO = 'default shared-iterations 4 iterations shared among 2 VUs (maxDuration: 10m)';
test.each([
  [{ VUs: 2, ITERATIONS: 4 }, FOUR_ON_TWO],
  [{ vus: '2', iterations: '+4' }, FOUR_ON_TWO],
  [{ iterations: 4, VUS: 1, vus: 2 }, FOUR_ON_TWO],
  [{ vus: '', iterations: '', paused: false, rps: '0', tlsAuth: [], dns: {}, httpDebug: '' }, DEFAULT],
  [{ localIPs: '127.0.0.2' }, DEFAULT],
  [
    { scenarios: { Own: { EXECUTOR: 'ramping-vus', startvus: '1', Stages: [{ DURATION: '1s', Target: '2' }] } } },
    'Own ramping-vus Up to 2 looping VUs for 1s over 1 stages',
  ],
])('readOptions() reads %j as k6 does', (options, executor) => {
  expect(executorsOf(options)).toEqual([executor]);
});

test.each([
  [{ iterations: '4x' }, 'iterations must be a whole number, but is "4x"'],
  [{ iterations: '4.0' }, 'iterations must be a whole number, but is "4.0"'],
  [{ noSetup: 'true' }, 'noSetup must be true or false, but is "true"'],
  [{ paused: true }, 'the embedded engine has no option paused'],
  [
    { thresholds: { checks: [{ threshold: 'rate>0', abortOnFail: 1 }] } },
    'abortOnFail of "rate>0" must be true or false',
  ],
])('readOptions() refuses %j', (options, problem) => {
  expect(problemsOf(options)).toContain(problem);
});

test.each([
  [{ vus: Number.NaN }, 'json: unsupported value: NaN'],
  [{ tags: { a: () => 1 } }, 'json: unsupported type: func(sobek.FunctionCall) sobek.Value'],
])('readOptions() refuses what JSON does not have: %o', (options, problem) => {
  expect(() => read(options)).toThrow(
    expect.objectContaining({ exitCode: 255, message: expect.stringContaining(problem) }),
  );
});

test('thresholds may be null, and names of strangers keep their case', () => {
  const { thresholds, tags } = read({ Thresholds: { Own: null }, tags: { Own: null, OTHER: 'a' } });
  expect({ thresholds, tags }).toEqual({ thresholds: { Own: [] }, tags: { Own: '', OTHER: 'a' } });
});
