import { join } from 'node:path';
import { EXIT_CODE } from '../exit-code.ts';
import type { OutageKind } from '../faults/outage-kind.ts';
import { runUserCommand, type UserCommand } from '../processes/run-user-command.ts';
import type { CommandSettings } from '../settings/command-settings.ts';
import type { Stack } from '../stack/start-stack.ts';
import { UserError } from '../user-error.ts';

const COMMAND_TIMEOUT_MS = 60_000;
const LAST_TRY_TIMEOUT_MS = 15_000;

/** How Redis is taken away and brought back. Each rejects with a line that says what went wrong. */
export interface OutageMeans {
  takeAway(): Promise<void>;
  /** @param isLastTry it failed or was cancelled before: not so much time is given to it again */
  bringBack(isLastTry: boolean): Promise<void>;
  /** Ends what is under way. */
  cancel(): void;
}

/** Whether the outage is the user's commands' business, or the local stack's. */
export type OutageBy = 'commands' | { readonly stackFault: OutageKind };

/**
 * Finds out who can take Redis away.
 *
 * @throws UserError when nobody can; nothing was started then
 */
export function outageBy(
  profile: string,
  { fault, faultCommand, recoverCommand }: CommandSettings,
  { BASE_URL, REDIS_URL }: NodeJS.ProcessEnv,
): OutageBy {
  const refuse = (problem: string) => new UserError(`Cannot run ${profile}: ${problem}`, EXIT_CODE.invalidSettings);
  if (faultCommand !== '' && recoverCommand !== '') return 'commands';
  if (faultCommand !== '' || recoverCommand !== '') {
    const [given, missing] = faultCommand === '' ? ['RECOVER_CMD', 'FAULT_CMD'] : ['FAULT_CMD', 'RECOVER_CMD'];
    throw refuse(
      `${given} is set and ${missing} is not. Set both, such as "docker compose stop redis" and "… start redis"`,
    );
  }
  if (BASE_URL) {
    throw refuse(
      'nothing here can take away the Redis behind BASE_URL. Set FAULT_CMD and RECOVER_CMD, such as "docker compose stop redis" and "docker compose start redis"',
    );
  }
  if (REDIS_URL && fault !== 'refuse') {
    throw refuse(
      `FAULT=${fault} needs the Redis of the local stack, and REDIS_URL names another. Unset REDIS_URL, set FAULT=refuse, or set FAULT_CMD and RECOVER_CMD`,
    );
  }
  return { stackFault: fault };
}

/** The means of a run. What the user's commands print goes to `outage.log` in `folder`. */
export function outageMeans(
  by: OutageBy,
  settings: CommandSettings,
  stack: Stack | undefined,
  folder: string,
): OutageMeans {
  if (by !== 'commands') {
    return {
      takeAway: async () => stack?.setOutage(by.stackFault),
      bringBack: async () => stack?.setOutage(),
      cancel: () => {},
    };
  }
  let running: UserCommand | undefined;
  const run = (name: string, command: string, timeoutMs: number): Promise<void> => {
    running = runUserCommand(name, command, { logFile: join(folder, 'outage.log'), timeoutMs });
    return running.done;
  };
  return {
    takeAway: () => run('FAULT_CMD', settings.faultCommand, COMMAND_TIMEOUT_MS),
    bringBack: (isLastTry) =>
      run('RECOVER_CMD', settings.recoverCommand, isLastTry ? LAST_TRY_TIMEOUT_MS : COMMAND_TIMEOUT_MS),
    cancel: () => running?.kill(),
  };
}
