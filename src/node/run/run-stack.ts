import { relative } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { maskUrl } from '../../core/text/mask-url.ts';
import type { CommandCall } from '../command-call.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { assertStackServes, linkJourney } from '../journey/link-journey.ts';
import { createRunFolder } from '../run-folder.ts';
import { readCommandSettings } from '../settings/command-settings.ts';
import { stackAddresses } from '../stack/stack-addresses.ts';
import { type Stack, startStack } from '../stack/start-stack.ts';
import { UserError } from '../user-error.ts';
import { loadCommand } from './load-command.ts';
import { readProfileData } from './profile-data.ts';

/**
 * Runs the local stack alone, for a load from elsewhere, until the user stops it; nothing is left then.
 *
 * @returns the exit code of the command
 * @throws UserError when it cannot be started, or a process of it ends by itself
 */
export async function runStack({ env, givenVariables, say, signal }: CommandCall): Promise<number> {
  assertStackServes(env);
  readCommandSettings(env, givenVariables, {}, await linkJourney('load', env));
  if (env.BASE_URL) {
    throw new UserError(
      `Cannot start the local stack: BASE_URL="${maskUrl(env.BASE_URL)}" names an API that already runs; unset it`,
      EXIT_CODE.invalidSettings,
    );
  }
  const logs = createRunFolder();
  let stack: Stack | undefined;
  try {
    stack = await startStack({ logDir: logs.path, say, environment: env });
    if (!signal.aborted) tell(stack, logs.path, env, say);
    await untilStopped(stack, signal);
    return EXIT_CODE.healthy;
  } catch (error) {
    // Ctrl-C may have ended a process of the start as well, and we hear of that before we hear of Ctrl-C itself.
    await setImmediate();
    if (signal.aborted) return EXIT_CODE.healthy;
    throw error;
  } finally {
    await stack?.stop();
    logs.remove();
  }
}

function tell(stack: Stack, logFolder: string, env: NodeJS.ProcessEnv, say: (line: string) => void): void {
  const addresses = stackAddresses(stack, env);
  const variables = Object.entries({ ...addresses, REDIS_URL: maskUrl(stack.redisUrl) }).map(
    ([name, value = '']) => `${name}=${/^[\w:/.@-]*$/.test(value) ? value : `'${value}'`}`,
  );
  const script = relative(process.cwd(), readProfileData('load').script);
  const command = loadCommand(variables, env);
  say(`poolproof: local stack: API at ${stack.baseUrl}, Redis at ${maskUrl(stack.redisUrl)}, logs in ${logFolder}`);
  say('poolproof: it runs until Ctrl-C and leaves nothing behind. Load it from another terminal:');
  say(`  ${command}`);
  say(`  k6 run ${script} ${variables.map((variable) => `-e ${variable}`).join(' ')}`);
}

async function untilStopped(stack: Stack, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    stack.onChildExit(({ name, lastLines }) =>
      reject(
        new UserError(
          `The local stack has ended: ${name} ended by itself; its last line: ${lastLines.at(-1) || 'nothing'}. Start it again`,
          EXIT_CODE.stackFailed,
        ),
      ),
    );
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (signal.aborted) resolve();
  });
}
