import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import getPort, { portNumbers } from 'get-port';
import { requestHeaders } from '../../core/settings/request-headers.ts';
import type { CommandSettings } from '../settings/command-settings.ts';
import { stackAddresses } from '../stack/stack-addresses.ts';
import { type Stack, startStack } from '../stack/start-stack.ts';
import type { AbSettings } from './ab-settings.ts';
import { startUserApi, type UserApi } from './user-api.ts';

type SideName = 'base' | 'head';

/** One of several APIs that are measured in turn. */
export interface Side<Name extends string = SideName> {
  readonly name: Name;
  /** Makes sure that the API is there. */
  begin(): Promise<Ready>;
  /** Told when a run is over. */
  end(): Promise<void>;
  /** Ends what was started; harmless when called again. */
  close(): Promise<void>;
}

interface Ready {
  /** Where the API and its Redis are, as variables of a run. */
  readonly env: NodeJS.ProcessEnv;
  /** Whether it has just started. */
  readonly isCold: boolean;
}

interface Place {
  readonly env: NodeJS.ProcessEnv;
  /** Gets its logs. */
  readonly folder: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

interface SideOptions extends Place {
  readonly name: SideName;
  readonly settings: AbSettings;
}

/** The API of a side, however it comes to be there. */
export function createSide(options: SideOptions): Side {
  const { name, settings, env } = options;
  const redisUrl = redisUrlOf(name, settings, env);
  const added = name === 'base' ? settings.baseEnv : settings.headEnv;
  if (settings.mode === 'addresses') return addressSide(options, redisUrl);
  if (settings.mode === 'local stacks') return stackSide({ ...options, added, redisUrl });
  const [variable, command] =
    name === 'base' ? (['BASE_CMD', settings.baseCommand] as const) : (['HEAD_CMD', settings.headCommand] as const);
  return commandSide({ ...options, variable, command, added, redisUrl, run: settings.run });
}

/** The Redis of a side; empty for none. */
export function redisUrlOf(name: SideName, { headRedisUrl }: AbSettings, env: NodeJS.ProcessEnv): string {
  return (name === 'head' && headRedisUrl) || env.REDIS_URL || '';
}

function addressSide({ name, settings, env }: SideOptions, REDIS_URL: string): Side {
  const BASE_URL = name === 'base' ? env.BASE_URL : settings.headUrl;
  let isCold = true;
  return {
    name,
    async begin() {
      const ready = { env: { BASE_URL, REDIS_URL }, isCold };
      isCold = false;
      return ready;
    },
    async end() {},
    async close() {},
  };
}

interface StackSideOptions<Name extends string> extends Place {
  readonly name: Name;
  /** Variables for its API. */
  readonly added: Readonly<Record<string, string>>;
  readonly redisUrl: string;
}

interface CommandSideOptions<Name extends string> extends StackSideOptions<Name> {
  /** The variable that holds the command. */
  readonly variable: string;
  readonly command: string;
  readonly run: CommandSettings;
}

/** Runs only while it is measured: two builds of one API share a Redis, a database and the processor. */
export function commandSide<Name extends string>(options: CommandSideOptions<Name>): Side<Name> {
  const { name, variable, command, added, redisUrl: REDIS_URL, env, folder, signal } = options;
  const { port, load, readyPath } = options.run;
  let api: UserApi | undefined;
  const stop = async (): Promise<void> => {
    await api?.stop();
    api = undefined;
  };
  return {
    name,
    async begin() {
      const PORT = String(await getPort({ host: '127.0.0.1', port: portNumbers(port, Math.min(port + 100, 65_535)) }));
      const BASE_URL = `http://127.0.0.1:${PORT}`;
      api = await startUserApi({
        name: variable,
        command,
        env: { ...env, REDIS_URL, ...added, PORT },
        readyUrl: `${BASE_URL}${readyPath}`,
        headers: requestHeaders(load),
        logFile: join(folder, `${name}.log`),
        signal,
      });
      return { env: { BASE_URL, REDIS_URL }, isCold: true };
    },
    end: stop,
    close: stop,
  };
}

/** Stays up for all rounds: each has a Redis of its own, and one without load takes nothing from the other. */
export function stackSide<Name extends string>(options: StackSideOptions<Name>): Side<Name> {
  const { name, added, redisUrl: REDIS_URL, env, folder, say } = options;
  let stack: Stack | undefined;
  return {
    name,
    async begin() {
      const isCold = stack === undefined;
      stack ??= await startStack({
        logDir: logFolder(folder, name),
        say,
        environment: { ...env, REDIS_URL, ...added },
      });
      return { env: stackAddresses(stack, env), isCold };
    },
    async end() {},
    async close() {
      await stack?.stop();
      stack = undefined;
    },
  };
}

function logFolder(folder: string, name: string): string {
  const path = join(folder, `${name}-stack`);
  mkdirSync(path, { recursive: true });
  return path;
}
