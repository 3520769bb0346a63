import type { ChildExit } from './managed-child.ts';

/** Sent when a process of the stack ended though nobody stopped it. */
export interface ChildExited extends ChildExit {
  type: 'child-exited';
  /** "api" or "redis"; "guardian" when the guardian itself is gone and everything with it. */
  name: string;
  /** The end of its output. */
  lastLines: string[];
}

/** What the guardian tells the command. */
export type GuardianMessage =
  | { type: 'ready'; baseUrl: string; redisUrl: string }
  | { type: 'failed'; message: string }
  | ChildExited;

/** What the command tells the guardian. */
export interface StopMessage {
  type: 'stop';
}
