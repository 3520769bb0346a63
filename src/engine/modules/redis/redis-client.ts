import { GoError, NotEmbeddedError } from '../../vu/go-error.ts';
import type { VuContext } from '../../vu/vu-context.ts';
import { goTypeName } from '../http/go-format.ts';
import { parseRedisObject } from './parse-redis-object.ts';
import { parseRedisUrl } from './parse-redis-url.ts';
import { convertReply, encodeCommand, encodeValue, REDIS_METHODS, type Reply, toInteger } from './redis-commands.ts';
import { RedisFailure } from './redis-failure.ts';
import { completeRedisOptions, type RedisOptions } from './redis-options.ts';
import { RedisPool } from './redis-pool.ts';
import { RedisRejection } from './redis-rejection.ts';

const METHODS = [...Object.keys(REDIS_METHODS), 'isConnected', 'set', 'sendCommand'];

/** `Client` of k6/x/redis, without the commands of {@link REDIS_METHODS}: those are added below. */
export class RedisClient {
  readonly #vu: VuContext;
  readonly #options: RedisOptions;
  #pool: RedisPool | undefined;

  /** Connects to nothing yet. @throws {GoError} When the options are wrong. */
  constructor(vu: VuContext, args: readonly unknown[]) {
    if (args.length !== 1) throw new GoError('must specify one argument');
    this.#vu = vu;
    try {
      this.#options = readOptions(args[0]);
    } catch (error) {
      if (error instanceof NotEmbeddedError) vu.refuse(error);
      throw error;
    }
    // As in k6, methods are properties of its own, which need no `this`.
    for (const name of METHODS) {
      const method = this[name as 'set'].bind(this);
      Object.defineProperty(this, name, { value: method, enumerable: true });
    }
  }

  /** Whether a command was tried; it says nothing about the server. */
  isConnected(): boolean {
    return this.#pool !== undefined;
  }

  set(key: unknown, value: unknown, expirationSeconds?: unknown): Promise<unknown> {
    return this.run('as it is', () => {
      const seconds = toInteger(expirationSeconds);
      const expiry = seconds > 0 ? ['EX', String(seconds)] : [];
      return ['SET', key === undefined ? '' : String(key), encodeValue(value, 1), ...expiry];
    });
  }

  sendCommand(command?: unknown, ...args: unknown[]): Promise<unknown> {
    return this.run('as it is', () => {
      const name = command === undefined ? '' : String(command);
      return [name, ...args.map((value, index) => encodeValue(value, index + 1))];
    });
  }

  /** Runs a command for the script. The promise rejects with a {@link RedisRejection}. */
  protected run(reply: Reply, encode: () => readonly string[]): Promise<unknown> {
    return this.#vu.track((resolve, reject) => void this.#run(reply, encode).then(resolve, reject));
  }

  async #run(reply: Reply, encode: () => readonly string[]): Promise<unknown> {
    if (this.#vu.stage === 'init') {
      throw new RedisRejection('connecting to a redis server in the init context is not supported');
    }
    this.#pool ??= this.#createPool();
    const pool = this.#pool;
    const command = encode();
    try {
      return convertReply(await pool.run(command), reply);
    } catch (error) {
      // The test is over: nobody is left to handle a rejection.
      if (pool.isClosed) return new Promise(() => {});
      throw error instanceof RedisFailure ? error.rejection : error;
    }
  }

  #createPool(): RedisPool {
    const { options } = this.#vu;
    const pool = new RedisPool(this.#options, {
      hosts: options?.hosts ?? {},
      insecureSkipTLSVerify: options?.insecureSkipTLSVerify ?? false,
      countBytes: (sent, received) => this.#vu.countBytes(sent, received),
    });
    this.#vu.onDispose(() => pool.close());
    return pool;
  }
}

for (const [name, method] of Object.entries(REDIS_METHODS)) {
  Object.defineProperty(RedisClient.prototype, name, {
    configurable: true,
    writable: true,
    value(this: { run: RedisClient['run'] }, ...args: unknown[]) {
      return this.run(method.reply, () => encodeCommand(method, args));
    },
  });
}

function readOptions(given: unknown): RedisOptions {
  const isObject = goTypeName(given) === 'map[string]interface {}';
  if (typeof given !== 'string' && !isObject) {
    throw new GoError(`invalid options type: ${goTypeName(given)}; expected string or object`);
  }
  try {
    const parsed =
      typeof given === 'string' ? parseRedisUrl(given) : parseRedisObject(given as Record<string, unknown>);
    return completeRedisOptions(parsed);
  } catch (error) {
    if (error instanceof GoError) throw error;
    throw new GoError(`invalid options; reason: ${(error as Error).message}`);
  }
}
