import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import getPort, { portNumbers } from 'get-port';
import { stackAddresses } from '../stack/stack-addresses.ts';
import { type Stack, startStack } from '../stack/start-stack.ts';
import type { AbSettings } from './ab-settings.ts';
import { startUserApi, type UserApi } from './user-api.ts';

export type SideName = 'base' | 'head';

/** One of the two APIs. */
export interface Side {
  readonly name: SideName;
  /** Sees to it that the API is there. */
  begin(): Promise<Ready>;
  /** Told when a run is over. */
  end(): Promise<void>;
  /** Ends what was started; harmless when called again. */
  close(): Promise<void>;
}

export interface Ready {
  /** Where the API and its Redis are, as variables of a run. */
  readonly env: NodeJS.ProcessEnv;
  /** Whether it has just started. */
  readonly isCold: boolean;
}

export interface SideOptions {
  readonly name: SideName;
  readonly settings: AbSettings;
  readonly env: NodeJS.ProcessEnv;
  /** Gets its logs. */
  readonly folder: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** The API of a side, however it comes to be there. */
export function createSide(options: SideOptions): Side {
  if (options.settings.mode === 'addresses') return addressSide(options);
  return options.settings.mode === 'commands' ? commandSide(options) : stackSide(options);
}

/** The Redis of a side; empty for none. */
export function redisUrlOf(name: SideName, { headRedisUrl }: AbSettings, env: NodeJS.ProcessEnv): string {
  return (name === 'head' && headRedisUrl) || env.REDIS_URL || '';
}

function addressSide({ name, settings, env }: SideOptions): Side {
  const BASE_URL = name === 'base' ? env.BASE_URL : settings.headUrl;
  const REDIS_URL = redisUrlOf(name, settings, env);
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

/** Runs only while it is measured: two builds of one API share a Redis, a database and the processor. */
function commandSide({ name, settings, env, folder, signal }: SideOptions): Side {
  const [variable, command, added] =
    name === 'base'
      ? (['BASE_CMD', settings.baseCommand, settings.baseEnv] as const)
      : (['HEAD_CMD', settings.headCommand, settings.headEnv] as const);
  const { port, load } = settings.run;
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
      const REDIS_URL = redisUrlOf(name, settings, env);
      api = await startUserApi({
        name: variable,
        command,
        env: { ...env, REDIS_URL, ...added, PORT },
        readyUrl: `${BASE_URL}${load.flagsPath}`,
        headers: load.authorization === '' ? {} : { authorization: load.authorization },
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
function stackSide({ name, settings, env, folder, say }: SideOptions): Side {
  const added = name === 'base' ? settings.baseEnv : settings.headEnv;
  let stack: Stack | undefined;
  return {
    name,
    async begin() {
      const isCold = stack === undefined;
      stack ??= await startStack({
        logDir: logFolder(folder, name),
        say,
        environment: { ...env, REDIS_URL: redisUrlOf(name, settings, env), ...added },
      });
      return {
        env: stackAddresses(stack, env),
        isCold,
      };
    },
    async end() {},
    async close() {
      await stack?.stop();
      stack = undefined;
    },
  };
}

function logFolder(folder: string, name: SideName): string {
  const path = join(folder, `${name}-stack`);
  mkdirSync(path, { recursive: true });
  return path;
}
