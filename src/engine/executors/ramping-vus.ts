import { formatDurationMs } from '../../core/units/duration.ts';
import { type Stripe, shareOf, WHOLE } from '../../core/workload/execution-segment.ts';
import type { FieldReader } from '../options/field-reader.ts';
import type { RunningVu, Scenario, ScenarioBase, ScenarioRuntime } from './scenario.ts';
import { readStages, type Stage, sumDurationsMs } from './stages.ts';

interface RampingVusConfig extends ScenarioBase {
  readonly startVus: number;
  readonly stages: readonly Stage[];
  readonly gracefulRampDownMs: number;
}

/** From `offsetMs` on so many VUs loop. */
interface VuStep {
  readonly offsetMs: number;
  readonly vus: number;
}

/** `ramping-vus`: the number of looping VUs changes linearly within each stage. */
export function createRampingVus(base: ScenarioBase, fields: FieldReader): Scenario {
  const startVus = fields.integer('startVUs') ?? 1;
  const gracefulRampDownMs = fields.durationMs('gracefulRampDown') ?? 30_000;
  fields.require(startVus >= 0, "the number of start VUs can't be negative");
  const targets = fields.records('stages')?.map((stage) => stage.integer('target') ?? 0) ?? [];
  const most = Math.max(startVus, ...targets);
  fields.require(most > 0, "either startVUs or one of the stages' target values must be greater than 0");
  const stages = readStages(fields);
  const config = { ...base, startVus, stages, gracefulRampDownMs };
  return {
    ...config,
    description: `Up to ${most} looping VUs for ${formatDurationMs(sumDurationsMs(stages))} over ${stages.length} stages`,
    steps: planGracefulSteps(config).map(({ offsetMs, vus }) => ({ offsetMs, plannedVus: vus, maxUnplannedVus: 0 })),
    run: (runtime) => runRampingVus(config, runtime),
  };
}

/**
 * The moments at which the number of looping VUs changes.
 *
 * @param hasEnd Whether the end of all stages counts as a change to 0 VUs.
 */
export function rampingSteps(
  startVus: number,
  stages: readonly Stage[],
  hasEnd: boolean,
  stripe: Stripe = WHOLE,
): VuStep[] {
  const steps: VuStep[] = [{ offsetMs: 0, vus: shareOf(stripe, startVus) }];
  const addStep = (offsetMs: number, wholeVus: number) => {
    const vus = shareOf(stripe, wholeVus);
    if (steps.at(-1)?.vus !== vus) steps.push({ offsetMs, vus });
  };
  let endMs = 0;
  let from = startVus;
  for (const { target, durationMs } of stages) {
    endMs += durationMs;
    const perVuMs = durationMs / Math.abs(target - from);
    if (durationMs === 0) addStep(endMs, target);
    // Going up, a VU starts once its share of the ramp is over; going down, it stops when its share begins.
    else if (target > from) for (let vus = from; vus <= target; vus++) addStep(endMs - (target - vus) * perVuMs, vus);
    else for (let vus = from; vus > target; vus--) addStep(endMs - (vus - target - 1) * perVuMs, vus - 1);
    from = target;
  }
  if (hasEnd) addStep(endMs, 0);
  return steps;
}

/** Like {@link rampingSteps}, with the VUs that may still be ending their last iteration. */
function planGracefulSteps({
  startVus,
  stages,
  gracefulRampDownMs,
  gracefulStopMs,
  stripe,
}: RampingVusConfig): VuStep[] {
  const endMs = sumDurationsMs(stages) + gracefulStopMs;
  const raw = rampingSteps(startVus, stages, false, stripe);
  const offsets = raw.flatMap(({ offsetMs }) => [offsetMs, offsetMs + gracefulRampDownMs]);
  const steps: VuStep[] = [];
  for (const offsetMs of [...new Set(offsets)].sort((a, b) => a - b)) {
    if (offsetMs >= endMs) break;
    const vus = mostVusWithin(raw, offsetMs - gracefulRampDownMs, offsetMs);
    if (steps.at(-1)?.vus !== vus) steps.push({ offsetMs, vus });
  }
  if (steps.at(-1)?.vus !== 0) steps.push({ offsetMs: endMs, vus: 0 });
  return steps;
}

function mostVusWithin(steps: readonly VuStep[], fromMs: number, toMs: number): number {
  return steps.reduce((most, { offsetMs, vus }, index) => {
    const untilMs = steps[index + 1]?.offsetMs ?? Number.POSITIVE_INFINITY;
    return offsetMs <= toMs && untilMs > fromMs ? Math.max(most, vus) : most;
  }, 0);
}

async function runRampingVus(config: RampingVusConfig, runtime: ScenarioRuntime): Promise<void> {
  const { clock, signal } = runtime;
  const steps = rampingSteps(config.startVus, config.stages, true, config.stripe);
  const gracefulSteps = planGracefulSteps(config);
  const durationMs = steps.at(-1)?.offsetMs ?? 0;
  const startMs = clock.now();
  runtime.reportProgress(() => (durationMs === 0 ? 1 : Math.min(1, (clock.now() - startMs) / durationMs)));

  const handles = Array.from({ length: mostVusWithin(steps, 0, durationMs) }, () => new VuHandle(runtime));
  const cancels: (() => void)[] = [];
  await new Promise<void>((resolve) => {
    const stop = () => {
      for (const handle of handles) handle.hardStop();
      resolve();
    };
    signal.addEventListener('abort', stop);
    cancels.push(() => signal.removeEventListener('abort', stop));
    if (signal.aborted) return stop();

    for (const { offsetMs, vus } of steps) {
      const apply = () => {
        for (const handle of handles.slice(0, vus)) handle.start();
        for (const handle of handles.slice(vus).reverse()) handle.gracefulStop();
        if (offsetMs === durationMs && vus === 0) resolve();
      };
      cancels.push(clock.at(startMs + offsetMs, apply));
    }
    for (const { offsetMs, vus } of gracefulSteps) {
      const apply = () => {
        for (const handle of handles.slice(vus)) handle.hardStop();
      };
      cancels.push(clock.at(startMs + offsetMs, apply));
    }
  });
  await Promise.all(handles.map((handle) => handle.idle()));
  for (const cancel of cancels) cancel();
}

/** A place for a looping VU that can be started and stopped at any time. */
class VuHandle {
  readonly #runtime: ScenarioRuntime;
  #shouldLoop = false;
  #vu: RunningVu | undefined;
  #loop: Promise<void> | undefined;

  constructor(runtime: ScenarioRuntime) {
    this.#runtime = runtime;
  }

  start(): void {
    this.#shouldLoop = true;
    this.#loop ??= this.#run().finally(() => {
      this.#loop = undefined;
      if (this.#shouldLoop) this.start();
    });
  }

  /** Lets the iteration that runs come to its end. */
  gracefulStop(): void {
    this.#shouldLoop = false;
  }

  /** Interrupts an iteration that outlived a graceful stop. */
  hardStop(): void {
    this.#shouldLoop = false;
    this.#vu?.interrupt();
  }

  /** Resolves when no iteration runs. */
  async idle(): Promise<void> {
    while (this.#loop) await this.#loop;
  }

  async #run(): Promise<void> {
    const vu = await this.#runtime.acquireVu('acquired');
    this.#vu = vu;
    while (this.#shouldLoop) {
      const isFull = await new Promise<boolean>((resolve) => vu.runIteration(resolve));
      // An interrupted VU is given back; a start in the meantime takes a new one.
      if (!isFull) break;
      await this.#runtime.clock.turn();
    }
    this.#vu = undefined;
    vu.release();
  }
}
