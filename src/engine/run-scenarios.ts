import type { PlannedIterations, Scenario } from './executors/scenario.ts';
import { createBusyShareReader, LoopWatch } from './loop-watch.ts';
import type { TestRun } from './test-run.ts';
import type { ActiveScenario } from './vu/scenario-position.ts';
import type { VuPool } from './vu/vu-pool.ts';

/** The most VUs that all scenarios together plan to have at the same time. */
export function mostPlannedVus(scenarios: readonly Scenario[]): number {
  const steps = scenarios.flatMap((scenario, index) =>
    scenario.steps.map((step) => ({ index, offsetMs: scenario.startTimeMs + step.offsetMs, vus: step.plannedVus })),
  );
  // A stable sort: steps of one scenario at the same moment keep their order.
  steps.sort((a, b) => a.offsetMs - b.offsetMs);
  const current = scenarios.map(() => 0);
  let most = 0;
  for (const { index, vus } of steps) {
    current[index] = vus;
    most = Math.max(
      most,
      current.reduce((sum, each) => sum + each, 0),
    );
  }
  return most;
}

// One that goes on as fast as it can.
const UNPLANNED: PlannedIterations = { count: Number.POSITIVE_INFINITY, perSecond: 0 };

/** The iterations of all scenarios, as if none waited for its start time. */
export function plannedIterations(scenarios: readonly Scenario[]): PlannedIterations {
  const planned = scenarios.map((scenario) => scenario.planned ?? UNPLANNED);
  const sum = (field: keyof PlannedIterations) => planned.reduce((total, each) => total + each[field], 0);
  return { count: sum('count'), perSecond: sum('perSecond') };
}

/** Runs all scenarios, each from its start time on. Resolves when the last iteration is over. */
export async function runScenarios(run: TestRun, scenarios: readonly Scenario[], pool: VuPool): Promise<void> {
  const startMs = run.clock.now();
  const watch = new LoopWatch(run.clock, createBusyShareReader(), (message) => run.log('warning', message));
  try {
    await Promise.all(
      scenarios.map(async (scenario) => {
        await waitUntil(run, startMs + scenario.startTimeMs);
        if (!run.signal.aborted) await runScenario(run, scenario, pool, watch);
      }),
    );
  } finally {
    watch.stop();
  }
}

function waitUntil(run: TestRun, dueMs: number): Promise<void> | undefined {
  if (dueMs <= run.clock.now() || run.signal.aborted) return undefined;
  return new Promise((resolve) => {
    const cancel = run.clock.at(dueMs, resolve);
    const stop = () => {
      cancel();
      resolve();
    };
    run.signal.addEventListener('abort', stop, { once: true });
  });
}

async function runScenario(run: TestRun, scenario: Scenario, pool: VuPool, watch: LoopWatch): Promise<void> {
  const active: ActiveScenario = { scenario, startEpochMs: run.clock.epochNow(), progress: () => 0, iterations: 0 };
  const { name, executor } = scenario;
  run.runningScenarios.add(scenario);
  await scenario.run({
    clock: run.clock,
    signal: run.signal,
    acquireVu: (isActiveWhile) => pool.acquire(active, isActiveWhile),
    initializeVu: () => pool.grow(active),
    dropIterations: (count) => {
      if (run.signal.aborted) return;
      run.counts.dropped += count;
      // As in k6: the tags of the run and the name of the scenario, without the tags of the scenario.
      run.registry.add('dropped_iterations', count, run.tagSets.of({ ...run.options?.tags, scenario: name }));
    },
    noteStart: watch.noteStart,
    warn: (message) => run.log('warning', message, { executor, scenario: name }),
    reportStart: (startMs) => {
      active.startEpochMs = run.clock.epochNow() - run.clock.now() + startMs;
    },
    reportProgress: (progress) => {
      active.progress = progress;
    },
  });
  run.runningScenarios.delete(scenario);
}
