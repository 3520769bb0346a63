import { setImmediate } from 'node:timers/promises';
import { maskUrl } from '../../core/text/mask-url.ts';
import { type Stack, startStack } from '../stack/start-stack.ts';
import type { RunPlan } from './plan-run.ts';

interface StackOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Starts the local stack of a run, with its logs in `folder`.
 *
 * @returns undefined when the user has an API; 'interrupted' when the user stopped the start
 */
export async function startOwnStack(
  { outage }: RunPlan,
  folder: string,
  { env, say, signal }: StackOptions,
): Promise<Stack | undefined | 'interrupted'> {
  if (env.BASE_URL) return undefined;
  try {
    const stack = await startStack({ logDir: folder, say, environment: env, hasOutages: typeof outage === 'object' });
    say(`poolproof: local stack: API at ${stack.baseUrl}, Redis at ${maskUrl(stack.redisUrl)}`);
    return stack;
  } catch (error) {
    // Ctrl-C may have ended a process of the start as well, and we hear of that before we hear of Ctrl-C itself. The first
    // turn may be one that has looked for signals already.
    for (let turn = 0; turn < 2; turn += 1) await setImmediate();
    if (signal.aborted) return 'interrupted';
    throw error;
  }
}
