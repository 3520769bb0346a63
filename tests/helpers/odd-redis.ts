import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { serveTcp } from './local-server.ts';

/** What an odd server does instead of answering as Redis would. */
type Oddity =
  | { readonly error: string }
  | { readonly text: string }
  | { readonly delayMs: number }
  /** Nothing, for ever. */
  | 'silence'
  /** Half of an answer, and the connection is closed. */
  | 'cut'
  /** An answer without an end. */
  | 'endless';

interface Client {
  readonly id: number;
  readonly port: number;
  readonly openedAtMs: number;
  name: string;
  cmd: string;
}

export interface OddRedisOptions {
  /** A line of CLIENT LIST; Redis 7 by default. */
  readonly line?: (client: Client) => string;
  /** By command, such as `INFO`, `CLIENT LIST` or `SET`; `*` for all. The longest name counts. */
  readonly odd?: Readonly<Record<string, Oddity>>;
  /** When it is odd, counted from the first check of the load; all the time by default. */
  readonly fromMs?: number;
  readonly toMs?: number;
  /** As if others wrote so much that each key is evicted as soon as it is written. */
  readonly evictsAll?: boolean;
}

interface OddRedis {
  readonly url: string;
  readonly port: number;
}

/** The forms in which servers print a connection. */
export const LIST_LINES = {
  redis7: ({ id, port, name, cmd }: Client) =>
    `id=${id} addr=127.0.0.1:${port} laddr=127.0.0.1:1 fd=8 name=${name} age=1 idle=0 flags=N db=0 events=r cmd=${cmd} user=default redir=-1 resp=2`,
  dragonfly: ({ id, port, name }: Client) =>
    `id=${id} addr=127.0.0.1:${port} laddr=127.0.0.1:1 fd=8 name=${name} tid=0 irqmatch=0 age=1 idle=0 tot-cmds=3 db=0 phase=process lib-name= lib-ver=`,
  kvrocks: ({ id, port, name, cmd }: Client) =>
    `id=${id} addr=127.0.0.1:${port} fd=8 name=${name} age=1 idle=0 flags=N namespace=__namespace qbuf=0 obuf=0 cmd=${cmd}`,
} as const;

/** A Redis of our own that is odd in one way: it keeps strings, counts what INFO tells, and speaks RESP2. */
export async function serveOddRedis(options: OddRedisOptions = {}): Promise<OddRedis> {
  const server = new OddServer(options);
  const port = await serveTcp((socket) => server.accept(socket));
  return { url: `redis://127.0.0.1:${port}`, port };
}

const bulk = (text: string): string => `$${Buffer.byteLength(text)}\r\n${text}\r\n`;

class OddServer {
  readonly #options: OddRedisOptions;
  readonly #clients = new Set<Client>();
  readonly #values = new Map<string, string>();
  readonly #calls = new Map<string, number>();
  #received = 0;
  #hits = 0;
  #misses = 0;
  #evicted = 0;
  #firstCheckAtMs = Number.POSITIVE_INFINITY;

  constructor(options: OddRedisOptions) {
    this.#options = options;
  }

  accept(socket: Socket): void {
    this.#received += 1;
    const id = this.#received;
    const client: Client = { id, port: socket.remotePort ?? 0, openedAtMs: Date.now(), name: '', cmd: 'NULL' };
    this.#clients.add(client);
    socket.once('close', () => this.#clients.delete(client));
    let text = '';
    let turn = Promise.resolve();
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      for (let read = readCommand(text); read !== undefined; read = readCommand(text)) {
        text = text.slice(read.length);
        const { args } = read;
        turn = turn.then(() => this.#answer(args, client, socket));
      }
    });
  }

  async #answer(args: readonly string[], client: Client, socket: Socket): Promise<void> {
    const name = (args[0] ?? '').toUpperCase();
    const long = name === 'CLIENT' ? `CLIENT ${args[1]?.toUpperCase()}` : name;
    client.cmd = long.toLowerCase().replace(' ', '|');
    this.#calls.set(name, (this.#calls.get(name) ?? 0) + 1);
    if (name === 'SET' && args[1]?.startsWith('poolproof:check')) {
      this.#firstCheckAtMs = Math.min(this.#firstCheckAtMs, Date.now());
    }
    const odd = this.#oddityOf(long, name);
    if (odd === 'silence' || socket.destroyed) return;
    if (odd === 'cut') return void socket.end('$100\r\nhalf an answer');
    if (odd === 'endless') return sendEndlessly(socket);
    if (typeof odd === 'object' && 'error' in odd) return void socket.write(`-${odd.error}\r\n`);
    if (typeof odd === 'object' && 'text' in odd) return void socket.write(odd.text);
    if (odd !== undefined) await delay(odd.delayMs);
    socket.write(this.#normal(long, args, client));
    if (name !== 'QUIT') return;
    this.#clients.delete(client);
    socket.end();
  }

  #oddityOf(long: string, name: string): Oddity | undefined {
    const { odd = {}, fromMs, toMs = Number.POSITIVE_INFINITY } = this.#options;
    const sinceMs = Date.now() - this.#firstCheckAtMs;
    if (fromMs !== undefined && !(sinceMs >= fromMs && sinceMs < toMs)) return undefined;
    return odd[long] ?? odd[name] ?? odd['*'];
  }

  #normal(name: string, args: readonly string[], client: Client): string {
    const [, key = '', value = ''] = args;
    switch (name) {
      case 'PING':
        return '+PONG\r\n';
      case 'GET':
        return this.#get(key);
      case 'SET':
        if (this.#options.evictsAll) this.#evicted += 1;
        else this.#values.set(key, value);
        return '+OK\r\n';
      case 'DEL':
        return `:${this.#values.delete(key) ? 1 : 0}\r\n`;
      case 'INFO':
        return bulk(key === '' ? this.#info() : this.#commandStats());
      case 'CLIENT LIST':
        return bulk([...this.#clients].map(this.#options.line ?? LIST_LINES.redis7).join('\n'));
      case 'CLIENT SETNAME':
        client.name = value;
        return '+OK\r\n';
      case 'QUIT':
      case 'SELECT':
      case 'AUTH':
        return '+OK\r\n';
      default:
        return `-ERR unknown command '${name}', with args beginning with: \r\n`;
    }
  }

  #get(key: string): string {
    const value = this.#values.get(key);
    if (value === undefined) this.#misses += 1;
    else this.#hits += 1;
    return value === undefined ? '$-1\r\n' : bulk(value);
  }

  #info(): string {
    return [
      '# Server',
      `run_id:${'a'.repeat(40)}`,
      `connected_clients:${this.#clients.size}`,
      'blocked_clients:0',
      `used_memory:${1_000_000 + this.#values.size * 400}`,
      `total_connections_received:${this.#received}`,
      'rejected_connections:0',
      'expired_keys:0',
      `evicted_keys:${this.#evicted}`,
      `keyspace_hits:${this.#hits}`,
      `keyspace_misses:${this.#misses}`,
      `db0:keys=${this.#values.size},expires=${this.#values.size},avg_ttl=0`,
    ].join('\r\n');
  }

  #commandStats(): string {
    return [...this.#calls]
      .map(([name, calls]) => `cmdstat_${name.toLowerCase()}:calls=${calls},usec=${calls * 5}`)
      .join('\r\n');
  }
}

/** The first command in `text`, with its length; undefined while it is not whole. */
function readCommand(text: string): { readonly args: string[]; readonly length: number } | undefined {
  const [head, count] = /^\*(\d+)\r\n/.exec(text) ?? [];
  if (head === undefined) return undefined;
  const args: string[] = [];
  let at = head.length;
  for (let index = 0; index < Number(count); index += 1) {
    const [line, length] = /^\$(\d+)\r\n/.exec(text.slice(at)) ?? [];
    if (line === undefined || text.length < at + line.length + Number(length) + 2) return undefined;
    args.push(text.slice(at + line.length, at + line.length + Number(length)));
    at += line.length + Number(length) + 2;
  }
  return { args, length: at };
}

/** Until the other side has had enough of it. */
function sendEndlessly(socket: Socket): void {
  // Commands that come meanwhile get no answer of their own.
  if (socket.listenerCount('drain') > 0) return;
  socket.write('$1000000000\r\n');
  const send = (): void => {
    while (!socket.destroyed && socket.write('x'.repeat(1_024)) && socket.bytesWritten < 50_000_000);
  };
  socket.on('drain', send);
  send();
}
