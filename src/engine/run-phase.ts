import { type ExitCode, TestRunError } from './exit-codes.ts';
import type { Tags } from './metrics/metric-types.ts';
import type { Script } from './script/script.ts';
import { refusalError, scriptError } from './script/script-error.ts';
import type { TestRun } from './test-run.ts';
import type { Outcome } from './vu/execution.ts';
import { VirtualUser } from './vu/virtual-user.ts';

/** A function of the script that runs once, in a VU of its own. */
interface Phase {
  readonly functionName: 'setup' | 'teardown' | 'handleSummary';
  readonly stage: 'setup' | 'teardown' | 'summary';
  readonly timeoutMs: number;
  readonly timeoutOption: string;
  readonly timeoutExitCode: ExitCode;
  readonly argument: unknown;
  /** Interrupts the function; a summary is written also when the run was aborted. */
  readonly signal?: AbortSignal;
}

/**
 * Runs init code and then the function, if the script has it.
 *
 * @returns What the function returned.
 * @throws TestRunError when it throws, takes too long, or the run is aborted.
 */
export async function runPhase(run: TestRun, script: Script, env: Tags, phase: Phase): Promise<unknown> {
  const { functionName, stage, timeoutMs, signal } = phase;
  const vu = new VirtualUser(0, run, env);
  try {
    await vu.initialize(script);
  } catch (error) {
    throw scriptError(error, false);
  }
  // Without the function its init code still runs, as in k6.
  if (!vu.exports[functionName]) return undefined;
  vu.activate(stage, {}, {}, stage === 'summary' ? '' : `::${functionName}`);

  let hasTimedOut = false;
  const interrupt = () => vu.interrupt();
  const cancelTimeout = run.clock.after(timeoutMs, () => {
    hasTimedOut = true;
    interrupt();
  });
  signal?.addEventListener('abort', interrupt);
  const outcome = await new Promise<Outcome>((resolve) => vu.call(functionName, phase.argument, resolve));
  cancelTimeout();
  signal?.removeEventListener('abort', interrupt);
  if (stage !== 'summary') vu.closeCall();
  vu.dispose();

  if (hasTimedOut) {
    throw new TestRunError(
      `${functionName}() execution timed out after ${(timeoutMs / 1_000).toFixed(0)} seconds`,
      phase.timeoutExitCode,
      { hint: `You can increase the time limit via the ${phase.timeoutOption} option` },
    );
  }
  const refusal = vu.takeRefusal();
  if (refusal !== undefined) throw refusalError(refusal);
  if (outcome.kind === 'threw') throw scriptError(outcome.error, outcome.isRejection);
  if (outcome.kind === 'interrupted') throw signal?.reason;
  return outcome.value;
}
