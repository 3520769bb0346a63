import { CommandFailure } from './run-command.ts';
import { PEERS, type Tool } from './tool.ts';

/** Whether a peer ended with an error, or did not end, because of its load: it can run, as its version told. */
export function isTooMuch({ name }: Tool, error: unknown): error is CommandFailure {
  return PEERS.includes(name) && error instanceof CommandFailure;
}
