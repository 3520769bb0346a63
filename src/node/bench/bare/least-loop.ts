import type { Socket } from 'node:net';
import { openSocket } from './open-socket.ts';
import { startAtRate, target } from './start-at-rate.ts';

class Trend {
  count = 0;
  samples = new Float64Array(64);

  add(value: number): void {
    if (this.count === this.samples.length) {
      const larger = new Float64Array(2 * this.count);
      larger.set(this.samples);
      this.samples = larger;
    }
    this.samples[this.count++] = value;
  }
}

const TRENDS = ['duration', 'expected', 'blocked', 'connecting', 'tls', 'sending', 'waiting', 'receiving'] as const;
const trends = TRENDS.map(() => new Trend());
const iterationDuration = new Trend();
const counts = { requests: 0, failed: 0, iterations: 0, sentBytes: 0, receivedBytes: 0 };
const checks = new Map<string, { passes: number; fails: number }>();

const END_OF_HEAD = Buffer.from('\r\n\r\n');
/** Servers send the same head again and again. */
const heads = new Map<string, { readonly status: number; readonly headers: Readonly<Record<string, string>> }>();

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

class User {
  #socket: Socket | undefined;
  #resolve: (answer: Answer) => void = () => {};
  #request = '';
  #startMs = 0;
  #connectingMs = 0;
  #openMs = 0;
  #sentMs = 0;

  get(url: string): Promise<Answer> {
    this.#startMs = performance.now();
    const { host } = target;
    this.#request = `GET ${url.slice(target.origin.length)} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: least\r\n\r\n`;
    return new Promise((resolve) => {
      this.#resolve = resolve;
      this.#connectingMs = 0;
      if (this.#socket !== undefined) this.#write(this.#socket);
      else {
        this.#socket = openSocket(
          (socket) => {
            this.#connectingMs = performance.now() - this.#startMs;
            this.#write(socket);
          },
          (bytes, length) => this.#read(bytes, length),
        );
      }
    });
  }

  #write(socket: Socket): void {
    this.#openMs = performance.now();
    socket.write(this.#request, 'latin1');
    this.#sentMs = performance.now();
  }

  #read(bytes: Buffer, length: number): void {
    const firstByteMs = performance.now();
    const end = bytes.indexOf(END_OF_HEAD);
    const { status, headers } = headOf(bytes.toString('latin1', 0, end));
    const body = bytes.toString('utf8', end + END_OF_HEAD.length, length);
    const doneMs = performance.now();
    const sendingMs = this.#sentMs - this.#openMs;
    const waitingMs = firstByteMs - this.#sentMs;
    const receivingMs = doneMs - firstByteMs;
    const durationMs = sendingMs + waitingMs + receivingMs;
    const blockedMs = this.#openMs - this.#startMs;
    const values = [durationMs, durationMs, blockedMs, this.#connectingMs, 0, sendingMs, waitingMs, receivingMs];
    for (let at = 0; at < values.length; at++) trends[at]?.add(values[at] as number);
    counts.requests++;
    if (status >= 400) counts.failed++;
    counts.sentBytes += this.#request.length;
    counts.receivedBytes += length;
    this.#resolve({ status, headers: { ...headers }, body });
  }
}

function headOf(text: string) {
  let head = heads.get(text);
  if (head === undefined) {
    const [first = '', ...lines] = text.split('\r\n');
    const headers = Object.fromEntries(lines.map((line) => line.split(': ', 2)));
    head = { status: Number(first.split(' ')[1]), headers };
    heads.set(text, head);
  }
  return head;
}

function check(answer: Answer, conditions: Readonly<Record<string, (answer: Answer) => boolean>>): void {
  for (const name of Object.keys(conditions)) {
    let counted = checks.get(name);
    if (counted === undefined) {
      counted = { passes: 0, fails: 0 };
      checks.set(name, counted);
    }
    if (conditions[name]?.(answer)) counted.passes++;
    else counted.fails++;
  }
}

async function script(user: User): Promise<void> {
  check(await user.get(`${target.origin}/`), { 'status is 200': ({ status }) => status === 200 });
}

/**
 * The bare loop with the least that a load tester does beside it: a script that awaits its request and checks the answer,
 * k6's moments of a request, status and body read, a sample for each of k6's metrics and for one submetric. There is one
 * script for all users, one method, one kind of answer and no error. Tells at the end how many samples there are.
 */
export function startLeastLoop(): void {
  process.on('exit', () => {
    const samples = Object.fromEntries(TRENDS.map((name, at) => [name, trends[at]?.count]));
    const told = { ...counts, ...samples, iterationDuration: iterationDuration.count, checks: [...checks] };
    process.stdout.write(`${JSON.stringify(told)}\n`);
  });
  startAtRate(
    () => new User(),
    async (user, idle) => {
      const startMs = performance.now();
      await script(user);
      iterationDuration.add(performance.now() - startMs);
      counts.iterations++;
      idle.push(user);
    },
  );
}
