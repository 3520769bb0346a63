import { expect } from 'vitest';
import { WHOLE } from '../../../src/core/workload/execution-segment.ts';
import type { CreateScenario, RunningVu, ScenarioRuntime } from '../../../src/engine/executors/scenario.ts';
import { FieldReader } from '../../../src/engine/options/field-reader.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';

/** What a scenario did. Times are milliseconds since its start. */
interface FakeRun {
  /** When its time began, as scripts are told. */
  readonly startedAt: number;
  readonly starts: number[];
  readonly completed: number;
  readonly interrupted: number[];
  readonly dropped: number;
  readonly vus: number;
  readonly warnings: readonly string[];
  /** When the scenario was over; undefined if it still runs. */
  readonly endedAt: number | undefined;
}

interface FakeScenario {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly gracefulStopMs?: number;
  readonly iterationMs: number;
  /** How long it takes to get a VU. */
  readonly acquireMs?: number;
  readonly forMs: number;
  readonly abortAtMs?: number;
}

/** Runs a scenario on fake VUs, whose iterations take a fixed time, and a fake clock. */
export async function runFakeScenario(create: CreateScenario, scenario: FakeScenario): Promise<FakeRun> {
  const clock = createFakeClock();
  const abort = new AbortController();
  const run = { starts: [] as number[], completed: 0, interrupted: [] as number[], dropped: 0, vus: 0, startedAt: 0 };
  const warnings: string[] = [];

  const createVu = (): RunningVu => {
    run.vus++;
    let isInterrupted = false;
    let end = () => {};
    return {
      runIteration(onEnd) {
        if (isInterrupted) return onEnd(false);
        run.starts.push(clock.now());
        const cancel = clock.after(scenario.iterationMs, () => {
          end = () => {};
          run.completed++;
          onEnd(true);
        });
        end = () => {
          cancel();
          run.interrupted.push(clock.now());
          onEnd(false);
        };
      },
      interrupt() {
        isInterrupted = true;
        end();
        end = () => {};
      },
      release() {},
    };
  };
  const runtime: ScenarioRuntime = {
    clock,
    signal: abort.signal,
    acquireVu: async () => {
      if (scenario.acquireMs !== undefined) await new Promise<void>((got) => clock.after(scenario.acquireMs ?? 0, got));
      return createVu();
    },
    initializeVu: () => Promise.resolve(createVu()),
    dropIterations: (count) => {
      run.dropped += count;
    },
    noteStart: () => {},
    warn: (message) => warnings.push(message),
    reportStart: (startMs) => {
      run.startedAt = startMs;
    },
    reportProgress: () => {},
  };

  const reader = new FieldReader(scenario.fields);
  const base = {
    name: 'test',
    executor: 'test',
    stripe: WHOLE,
    startTimeMs: 0,
    gracefulStopMs: scenario.gracefulStopMs ?? 30_000,
    env: {},
    exec: 'default',
    tags: {},
  };
  const created = create(base, reader);
  expect(reader.problems).toEqual([]);
  let endedAt: number | undefined;
  void created.run(runtime).then(() => {
    endedAt = clock.now();
  });
  if (scenario.abortAtMs !== undefined) clock.at(scenario.abortAtMs, () => abort.abort());
  await clock.advance(scenario.forMs);
  return { ...run, warnings, endedAt };
}
