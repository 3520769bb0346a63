import { numberOf } from '../../../../core/workload/execution-segment.ts';
import type { RunningVu } from '../executors/scenario.ts';
import { EXIT_CODES, TestRunError } from '../exit-codes.ts';
import { formatScriptError } from '../script/format-script-error.ts';
import { assertNoLostSuspension } from './coroutine.ts';
import type { ActiveScenario, ScenarioPosition } from './scenario-position.ts';
import type { VirtualUser } from './virtual-user.ts';

/** A VU while one scenario has it. */
export class ActiveVu implements RunningVu {
  readonly #vu: VirtualUser;
  readonly #position: ScenarioPosition;
  readonly #isActiveWhile: 'acquired' | 'iterating';
  readonly #giveBack: (vu: VirtualUser) => void;
  #isInterrupted = false;
  #isReleased = false;
  #endRest: (() => void) | undefined;

  /** @param iterationsBefore How many iterations of this scenario the VU has run in an earlier activation. */
  constructor(
    vu: VirtualUser,
    active: ActiveScenario,
    iterationsBefore: number,
    isActiveWhile: 'acquired' | 'iterating',
    giveBack: (vu: VirtualUser) => void,
  ) {
    this.#vu = vu;
    this.#position = {
      active,
      iterationInTest: -1,
      iterationInInstance: -1,
      iterationInScenario: iterationsBefore - 1,
    };
    this.#isActiveWhile = isActiveWhile;
    this.#giveBack = giveBack;
    const { name, tags, env } = active.scenario;
    vu.activate('iteration', { ...tags, scenario: name }, env);
    vu.position = this.#position;
    if (isActiveWhile === 'acquired') vu.run.counts.activeVus++;
  }

  get iterationsInScenario(): number {
    return this.#position.iterationInScenario + 1;
  }

  async runIteration(): Promise<boolean> {
    if (this.#isInterrupted) return false;
    const vu = this.#vu;
    const { clock, counts, options } = vu.run;
    const position = this.#position;
    position.iterationInScenario++;
    position.iterationInInstance = position.active.iterations++;
    position.iterationInTest = numberOf(position.active.scenario.stripe, position.iterationInInstance);
    vu.state.iteration = (vu.state.iteration ?? -1) + 1;
    if (this.#isActiveWhile === 'iterating') counts.activeVus++;

    const startMs = clock.now();
    const outcome = await vu.call(position.active.scenario.exec, vu.setupData);
    const durationMs = clock.now() - startMs;
    // A group that the iteration was interrupted in must not leak into the next one.
    if (vu.groupPath !== '') vu.groupPath = '';
    if (outcome.kind === 'interrupted') {
      vu.closeCall();
      counts.interrupted++;
    } else {
      vu.closeCall({ iteration_duration: durationMs, iterations: 1 });
      this.#refuseLostSuspension();
      if (outcome.kind === 'threw') this.#logError(outcome.error, outcome.isRejection);
      const restMs = (options?.minIterationDurationMs ?? 0) - durationMs;
      if (restMs > 0 && !this.#isInterrupted) await this.#rest(restMs);
      counts.completed++;
    }
    if (this.#isActiveWhile === 'iterating') counts.activeVus--;
    return outcome.kind !== 'interrupted';
  }

  interrupt(): void {
    this.#isInterrupted = true;
    this.#endRest?.();
    if (!this.#isReleased) this.#vu.interrupt();
  }

  release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#vu.position = undefined;
    if (this.#isActiveWhile === 'acquired') this.#vu.run.counts.activeVus--;
    this.#giveBack(this.#vu);
  }

  #rest(restMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#vu.run.clock.after(restMs, resolve);
      this.#endRest = () => {
        cancel();
        resolve();
      };
    });
  }

  /** A blocking call that did not wait makes the whole run worthless. */
  #refuseLostSuspension(): void {
    try {
      assertNoLostSuspension();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#vu.run.abort(new TestRunError(message, EXIT_CODES.scriptException));
    }
  }

  #logError(error: unknown, isRejection: boolean): void {
    // Whatever ended the run tells why by itself.
    if (error instanceof TestRunError) return;
    const { scenario } = this.#position.active;
    const fields = { executor: scenario.executor, scenario: scenario.name };
    if (isRejection) this.#vu.log('error', `Uncaught (in promise) ${formatScriptError(error)}`, fields);
    else {
      const details = { ...fields, source: 'stacktrace', hint: 'script exception' };
      this.#vu.log('error', formatScriptError(error), details);
    }
  }
}
