import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { Redis } from 'ioredis';
import { addDeadline, Deadline, removeDeadline } from '../http/deadlines.ts';
import { type Address, findAddress } from '../http/host-addresses.ts';
import { checkServerName, systemSecureContext } from '../http/system-certificates.ts';
import {
  brokenFailure,
  dialFailure,
  type Ends,
  handshakeFailure,
  protocolFailure,
  type RedisFailure,
  readTimeoutFailure,
  replyFailure,
} from './redis-failure.ts';
import type { RedisOptions } from './redis-options.ts';

/** What a connection takes from the VU. */
export interface RedisEnvironment {
  readonly hosts: Readonly<Record<string, string>>;
  readonly insecureSkipTLSVerify: boolean;
  countBytes(sent: number, received: number): void;
}

/** One connection to Redis. It runs one command at a time; after a network failure it is of no more use. */
export class RedisConnection {
  readonly openedAt = performance.now();
  idleSince = 0;
  readonly #redis: Redis;
  readonly #options: RedisOptions;
  readonly #environment: RedisEnvironment;
  readonly #address: Address;
  #lastError: NodeJS.ErrnoException | undefined;
  #ends: Ends = { local: '', remote: '' };
  /** What the server sent last: all there is to say of one that does not speak the protocol. */
  #lastChunk: Buffer = Buffer.alloc(0);
  #countedSent = 0;
  #countedReceived = 0;

  private constructor(Client: typeof Redis, options: RedisOptions, environment: RedisEnvironment, address: Address) {
    this.#options = options;
    this.#environment = environment;
    this.#address = address;
    const tls = tlsOptions(options, environment);
    this.#redis = new Client({
      host: address.ip,
      port: address.port,
      lazyConnect: true,
      // Retries, timeouts and the handshake are the pool's business, so that they go as go-redis's do.
      retryStrategy: () => null,
      maxRetriesPerRequest: null,
      enableReadyCheck: false,
      disableClientInfo: true,
      autoResendUnfulfilledCommands: false,
      autoResubscribe: false,
      protocol: 2,
      connectTimeout: Math.min(options.dialTimeoutMs, 2 ** 31 - 1),
      ...(tls === undefined ? {} : { tls }),
    });
    this.#redis.on('error', (error: NodeJS.ErrnoException) => {
      this.#lastError = error;
    });
  }

  /** Connects, authenticates, selects the database. @throws {RedisFailure} */
  static async open(options: RedisOptions, environment: RedisEnvironment): Promise<RedisConnection> {
    const address = await new Promise<Address>((resolve, reject) => {
      findAddress(options.host, options.port, environment.hosts, (error, found) => {
        if (found === undefined) reject(dialFailure(error ?? new Error('no such host'), options.host, ''));
        else resolve(found);
      });
    });
    // Takes longer to load than most of the engine, and most scripts do without it.
    const { default: Client } = await import('ioredis');
    const connection = new RedisConnection(Client, options, environment, address);
    await connection.#connect();
    return connection;
  }

  get isOpen(): boolean {
    return this.#redis.status === 'ready';
  }

  /** Sends one command. @throws {RedisFailure} */
  async run(command: readonly string[]): Promise<unknown> {
    const [name = '', ...args] = command;
    const timeout = new ReadTimeout(this.#options.readTimeoutMs, () => this.#breakOff());
    try {
      // In capitals, ioredis sees a command it does not know, and leaves its reply as it came.
      return await this.#redis.call(name.toUpperCase(), ...args);
    } catch (error) {
      throw this.#describe(error as Error, timeout.isOver);
    } finally {
      timeout.stop();
      this.#reportBytes();
    }
  }

  close(): void {
    this.#reportBytes();
    this.#redis.disconnect();
  }

  /** At once: `disconnect()` alone waits for the other side, and takes an answer that comes meanwhile. */
  #breakOff(): void {
    this.#redis.disconnect();
    this.#redis.stream?.destroy();
  }

  async #connect(): Promise<void> {
    const { host, username, password, database, clientName } = this.#options;
    const { ip, port } = this.#address;
    this.#ends = { local: '', remote: `${ip.includes(':') ? `[${ip}]` : ip}:${port}` };
    const connected = this.#redis.connect();
    // A TLS socket is connected before its handshake.
    setImmediate(() => {
      const { stream } = this.#redis as { stream?: Redis['stream'] };
      if (stream === undefined) return;
      if ('connecting' in stream && stream.connecting) stream.once('connect', () => this.#keepEnds());
      else this.#keepEnds();
    });
    try {
      await connected;
    } catch (error) {
      this.#redis.disconnect();
      throw this.#describeDial(this.#lastError ?? (error as Error), host);
    }
    this.#keepEnds();
    this.#redis.stream.prependListener('data', (chunk: Buffer) => {
      this.#lastChunk = chunk;
    });
    try {
      if (password !== '') await this.#authenticate(username, password);
      if (database > 0) await this.run(['SELECT', String(database)]);
      if (clientName !== '') await this.run(['CLIENT', 'SETNAME', clientName]);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  async #authenticate(username: string, password: string): Promise<void> {
    try {
      await this.run(username === '' ? ['AUTH', password] : ['AUTH', username, password]);
    } catch (error) {
      // A server without a password takes any: go-redis logs in by HELLO, which does not mind.
      if (!/without any password configured|no password is set/.test((error as Error).message)) throw error;
    }
  }

  #keepEnds(): void {
    const { stream } = this.#redis;
    this.#ends = {
      ...this.#ends,
      local: `${'localAddress' in stream ? stream.localAddress : ''}:${'localPort' in stream ? stream.localPort : ''}`,
    };
  }

  #describeDial(error: NodeJS.ErrnoException, host: string): RedisFailure {
    const isReached = this.#ends.local !== '';
    return isReached && error.code === 'ETIMEDOUT'
      ? handshakeFailure(this.#ends)
      : dialFailure(error, host, this.#ends.remote);
  }

  #describe(error: Error, isTimeout: boolean): RedisFailure {
    if (isTimeout) return readTimeoutFailure(this.#ends);
    if (error.name === 'ReplyError') return replyFailure(error.message);
    if (error.message.startsWith('Unknown RESP type')) return protocolFailure(this.#lastChunk.toString('latin1'));
    return brokenFailure(this.#lastError, this.#ends);
  }

  #reportBytes(): void {
    const { stream } = this.#redis as { stream?: { bytesWritten?: number; bytesRead?: number } };
    if (stream?.bytesWritten === undefined || stream.bytesRead === undefined) return;
    this.#environment.countBytes(stream.bytesWritten - this.#countedSent, stream.bytesRead - this.#countedReceived);
    this.#countedSent = stream.bytesWritten;
    this.#countedReceived = stream.bytesRead;
  }
}

class ReadTimeout extends Deadline {
  readonly dueAt: number;
  isOver = false;
  readonly #onExpired: () => void;

  constructor(timeoutMs: number, onExpired: () => void) {
    super();
    this.dueAt = performance.now() + timeoutMs;
    this.#onExpired = onExpired;
    if (Number.isFinite(timeoutMs)) addDeadline(this);
  }

  expire(): void {
    this.isOver = true;
    this.#onExpired();
  }

  stop(): void {
    removeDeadline(this);
  }
}

function tlsOptions({ tls }: RedisOptions, environment: RedisEnvironment): ConnectionOptions | undefined {
  if (tls === undefined) return undefined;
  const rejectUnauthorized = !environment.insecureSkipTLSVerify;
  if (tls.serverName === undefined && rejectUnauthorized) {
    // What k6 says too: it gives the object form no name to check.
    const text = 'tls: either ServerName or InsecureSkipVerify must be specified in the tls.Config';
    throw replyFailure(text);
  }
  return {
    rejectUnauthorized,
    checkServerIdentity: checkServerName,
    // An address is no server name; it is verified as the host that is connected to.
    ...(tls.serverName === undefined || isIP(tls.serverName) !== 0 ? {} : { servername: tls.serverName }),
    ...(tls.cert !== undefined && tls.key !== undefined
      ? { cert: tls.cert, key: tls.key }
      : { secureContext: systemSecureContext() }),
  };
}
