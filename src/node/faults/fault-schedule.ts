import { setTimeout as sleep } from 'node:timers/promises';
import { errorText } from '../target/error-text.ts';
import { kindOf, type RedisFault, type RedisFaultKind } from './redis-fault.ts';

/** The longest time that a timer takes. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** A line of faults.log: what was injected, to be compared with what was found. */
export interface FaultEvent {
  /** Since time 0, as it happened. */
  atMs: number;
  /** Wall clock, ISO 8601. */
  time: string;
  kind: RedisFaultKind;
  /** "failed": the fault could not be injected or ended; nothing more comes of it. */
  event: 'begin' | 'end' | 'failed';
  message?: string;
}

export interface FaultActions {
  begin(fault: RedisFault): void | Promise<void>;
  end(fault: RedisFault): void | Promise<void>;
}

interface FaultScheduleOptions {
  faults: RedisFault[];
  actionsOf: (fault: RedisFault) => FaultActions;
  record: (event: FaultEvent) => void;
  /** Ends the schedule; faults are then over, but nobody undoes them. */
  signal: AbortSignal;
}

/** Injects every fault at its time and ends it at its time, counted from now; resolves when that is done. */
export async function runFaultSchedule({ faults, actionsOf, record, signal }: FaultScheduleOptions): Promise<void> {
  const startMs = performance.now();
  const elapsedMs = () => performance.now() - startMs;
  const until = (atMs: number) => sleep(Math.min(Math.max(0, atMs - elapsedMs()), MAX_TIMER_MS), undefined, { signal });

  async function inject(fault: RedisFault): Promise<void> {
    const actions = actionsOf(fault);
    const note = (event: FaultEvent['event'], message?: string) =>
      record({
        atMs: Math.round(elapsedMs()),
        time: new Date().toISOString(),
        kind: fault.kind,
        event,
        ...(message !== undefined && { message }),
      });
    let hasBegun = false;
    try {
      await until(fault.atMs);
      note('begin');
      hasBegun = true;
      await actions.begin(fault);
      if (!kindOf(fault).isInstant) await until(fault.atMs + (fault.forMs ?? MAX_TIMER_MS));
      await actions.end(fault);
      note('end');
    } catch (error) {
      if (!signal.aborted) note('failed', errorText(error));
      else if (hasBegun) note('end');
    }
  }

  await Promise.all(faults.map(inject));
}
