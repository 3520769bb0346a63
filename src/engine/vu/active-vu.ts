import { numberOf } from '../../core/workload/execution-segment.ts';
import type { RunningVu } from '../executors/scenario.ts';
import { TestRunError } from '../exit-codes.ts';
import { formatScriptError } from '../script/format-script-error.ts';
import { refusalError } from '../script/script-error.ts';
import type { Outcome } from './execution.ts';
import type { ActiveScenario, ScenarioPosition } from './scenario-position.ts';
import type { VirtualUser } from './virtual-user.ts';

interface Activation {
  /** How many iterations of this scenario the VU has run in an earlier activation. */
  readonly iterationsBefore: number;
  readonly isActiveWhile: 'acquired' | 'iterating';
  readonly giveBack: (vu: VirtualUser) => void;
}

/** A VU while one scenario has it. */
export class ActiveVu implements RunningVu {
  readonly #vu: VirtualUser;
  readonly #position: ScenarioPosition;
  readonly #isActiveWhile: 'acquired' | 'iterating';
  readonly #giveBack: (vu: VirtualUser) => void;
  #isInterrupted = false;
  #isReleased = false;
  #endRest: (() => void) | undefined;

  constructor(vu: VirtualUser, active: ActiveScenario, { iterationsBefore, isActiveWhile, giveBack }: Activation) {
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

  runIteration(onEnd: (isFull: boolean) => void): void {
    if (this.#isInterrupted) {
      onEnd(false);
      return;
    }
    const vu = this.#vu;
    const { clock, counts } = vu.run;
    const position = this.#position;
    position.iterationInScenario++;
    position.iterationInInstance = position.active.iterations++;
    position.iterationInTest = numberOf(position.active.scenario.stripe, position.iterationInInstance);
    vu.state.iteration = (vu.state.iteration ?? -1) + 1;
    if (this.#isActiveWhile === 'iterating') counts.activeVus++;

    const startMs = clock.now();
    vu.call(position.active.scenario.exec, vu.setupData, (outcome) =>
      this.#close(outcome, clock.now() - startMs, onEnd),
    );
  }

  /** Samples and logs what is left to be told of an iteration; then lets the rest of its shortest duration pass. */
  #close(outcome: Outcome, durationMs: number, onEnd: (isFull: boolean) => void): void {
    const vu = this.#vu;
    const refusal = vu.takeRefusal();
    // One call that went another way than on k6 makes the whole run worthless.
    if (refusal !== undefined) vu.run.abort(refusalError(refusal));
    // A group that the iteration was interrupted in must not leak into the next one.
    if (vu.groupPath !== '') vu.groupPath = '';
    if (outcome.kind === 'interrupted') {
      vu.closeCall();
      this.#end(false, onEnd);
      return;
    }
    vu.closeIteration(durationMs);
    const isTold = refusal !== undefined && outcome.kind === 'threw' && outcome.error === refusal;
    if (outcome.kind === 'threw' && !isTold) this.#logError(outcome.error, outcome.isRejection);
    const restMs = (vu.options?.minIterationDurationMs ?? 0) - durationMs;
    if (restMs > 0 && !this.#isInterrupted) this.#rest(restMs, () => this.#end(true, onEnd));
    else this.#end(true, onEnd);
  }

  #end(isFull: boolean, onEnd: (isFull: boolean) => void): void {
    const { counts } = this.#vu.run;
    if (isFull) counts.completed++;
    else counts.interrupted++;
    if (this.#isActiveWhile === 'iterating') counts.activeVus--;
    onEnd(isFull);
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

  #rest(restMs: number, onRested: () => void): void {
    const end = () => {
      this.#endRest = undefined;
      onRested();
    };
    const cancel = this.#vu.run.clock.after(restMs, end);
    this.#endRest = () => {
      cancel();
      end();
    };
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
