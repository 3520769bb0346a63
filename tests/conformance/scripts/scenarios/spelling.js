// Options as scripts compute them: names in any case, whole numbers as text, empty and neutral values.
import exec from 'k6/execution';
import { Counter } from 'k6/metrics';

const counter = new Counter('counted');

export const options = {
  SCENARIOS: {
    Shared: {
      EXECUTOR: 'shared-iterations',
      VUS: '2',
      Iterations: '+4',
      maxduration: '30s',
      TAGS: { Kept: 'as it is', none: null },
      Env: { Kept: 'as it is', none: null },
    },
    ramping: {
      executor: 'ramping-vus',
      startvus: '1',
      Stages: [{ DURATION: '1s', Target: '1' }],
      GRACEFULSTOP: '1s',
      exec: 'idle',
    },
    empty: { executor: 'per-vu-iterations', vus: '', iterations: '', exec: 'idle' },
  },
  Thresholds: { counted: [{ THRESHOLD: 'count>4', abortonfail: false, DelayAbortEval: '1s' }], checks: null },
  BATCH: '7',
  MaxRedirects: '3',
  paused: false,
  rps: 0,
  blockHostnames: [],
  blacklistIPs: [],
  httpDebug: '',
  tags: { Kept: 'as it is', none: undefined },
  tagz: 'unknown',
  zone: 'unknown, and not told: k6 stops at the first',
};

export function setup() {
  const { scenarios, thresholds, batch, maxRedirects, paused, tags, executionSegment } = exec.test.options;
  const parts = [
    scenarios.Shared,
    scenarios.ramping,
    scenarios.empty,
    thresholds,
    { batch, maxRedirects, paused, tags, executionSegment },
  ];
  const sorted = (value) =>
    value === null || typeof value !== 'object' || Array.isArray(value)
      ? value
      : Object.fromEntries(
          Object.keys(value)
            .sort()
            .map((name) => [name, sorted(value[name])]),
        );
  for (const part of parts) console.log(JSON.stringify(sorted(part)));
}

export function idle() {
  if (exec.scenario.iterationInInstance === 0) counter.add(0);
  exec.scenario.name === 'empty' || new Promise((resolve) => setTimeout(resolve, 5000));
}

export default function () {
  counter.add(1);
  if (exec.scenario.iterationInTest === 0) {
    const { Kept, none, scenario } = exec.vu.metrics.tags;
    console.log(Kept, JSON.stringify(none), scenario, __ENV.Kept, JSON.stringify(__ENV.none));
  }
}
