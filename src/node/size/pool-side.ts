import { join } from 'node:path';
import { requestHeaders } from '../../core/settings/request-headers.ts';
import { commandSide, type Side, stackSide } from '../compare/side.ts';
import { askForAnswer } from '../compare/user-api.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { runUserCommand } from '../processes/run-user-command.ts';
import { poll } from '../stack/poll.ts';
import { UserError } from '../user-error.ts';
import type { SizeSettings } from './size-settings.ts';

const COMMAND_TIMEOUT_MS = 300_000;
const ANSWER_TIMEOUT_MS = 60_000;

export type PoolSide = Side<`pool-${number}`>;

interface PoolSideOptions {
  readonly settings: SizeSettings;
  readonly env: NodeJS.ProcessEnv;
  /** Gets its logs. */
  readonly folder: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Makes APIs with a pool of a size, however that comes about. */
export function poolSides(options: PoolSideOptions): (size: number) => PoolSide {
  const { settings, env } = options;
  if (settings.mode === 'restarted') return restartedSides(options);
  const redisUrl = env.REDIS_URL ?? '';
  return (size) => {
    const name = `pool-${size}` as const;
    const place = { ...options, name, redisUrl };
    if (settings.mode === 'local stacks') return stackSide({ ...place, added: { REDIS_POOL_SIZE: `${size}` } });
    const added = { POOL_SIZE: `${size}` };
    return commandSide({ ...place, variable: 'SIZE_CMD', command: settings.sizeCommand, added, run: settings.run });
  };
}

/** One API, to which the command of the user gives a pool of another size. */
function restartedSides({ settings, env, folder, signal }: PoolSideOptions): (size: number) => PoolSide {
  const { sizeCommand, run } = settings;
  let sizeNow: number | undefined;
  return (size) => ({
    name: `pool-${size}`,
    async begin() {
      const isCold = sizeNow !== size;
      if (isCold) await restart(size);
      sizeNow = size;
      return { env: { BASE_URL: env.BASE_URL, REDIS_URL: env.REDIS_URL ?? '' }, isCold };
    },
    async end() {},
    async close() {},
  });

  async function restart(size: number): Promise<void> {
    const logFile = join(folder, 'size-command.log');
    const place = { logFile, timeoutMs: COMMAND_TIMEOUT_MS, env: { ...env, POOL_SIZE: `${size}` }, signal };
    try {
      await runUserCommand('SIZE_CMD', sizeCommand, place).done;
      const headers = requestHeaders(run.load);
      await poll(() => askForAnswer(`${run.load.baseUrl}${run.readyPath}`, headers), ANSWER_TIMEOUT_MS, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw new UserError(
        `Cannot give the API a pool of ${size}: ${(error as Error).message}. With BASE_URL, SIZE_CMD must end when the API is up again`,
        EXIT_CODE.stackFailed,
      );
    }
  }
}
