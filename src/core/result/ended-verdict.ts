import type { Verdict } from '../verdict/verdict.ts';

/** How a run ended, if before its time. */
interface Ending {
  /** It was cut short: interrupted, aborted, crashed. */
  readonly endedEarly?: string;
  /** STOP_EARLY ended it. */
  readonly stoppedEarly?: string;
}

/** A verdict that says how the run ended. What has failed before a cut has, and all else is left open by the cut. */
export function endedVerdict({ status, sentence }: Verdict, { endedEarly, stoppedEarly }: Ending): Verdict {
  if (status === 'not-judged' && endedEarly !== undefined) return { status, sentence: endedEarly };
  const ending = endedEarly ?? stoppedEarly;
  return { status, sentence: ending === undefined ? sentence : `${sentence}; ${ending}` };
}
