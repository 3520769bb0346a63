import type { OutageKind } from '../faults/outage-kind.ts';
import type { ProcessEnd } from '../processes/start-process.ts';

/** Sent when a process of the stack ended though nobody stopped it. */
export interface ChildExited extends Omit<ProcessEnd, 'error'> {
  type: 'child-exited';
  /** "api" or "redis"; "guardian" when the guardian itself is gone and everything with it. */
  name: string;
  /** The end of its output. */
  lastLines: string[];
}

/** The answer to an OutageMessage. */
export interface OutageDone {
  type: 'outage-done';
  /** What went wrong, if anything did. */
  problem?: string;
}

/** What the guardian tells the command. */
export type GuardianMessage =
  | { type: 'ready'; baseUrl: string; redisUrl: string }
  | { type: 'failed'; message: string }
  | OutageDone
  | ChildExited;

/** Takes Redis away, or brings it back when no kind is named. One at a time; the guardian answers OutageDone. */
interface OutageMessage {
  type: 'outage';
  kind?: OutageKind;
}

/** What the command tells the guardian. */
export type CommandMessage = { type: 'stop' } | OutageMessage;
