import type { Socket } from 'node:net';
import type { RedisFault } from './redis-fault.ts';

/** How much one connection may have waiting in a link before its sender is held. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

/** What a link does to the bytes of all connections in one direction. */
export class Link {
  readonly #faults = new Set<RedisFault>();
  readonly #lanes = new Set<Lane>();
  #freeAtMs = 0;

  begin(fault: RedisFault): void {
    this.#faults.add(fault);
  }

  end(fault: RedisFault): void {
    this.#faults.delete(fault);
    for (const lane of this.#lanes) lane.deliver();
  }

  /** Carries what `from` sends to `to`, in order, also its end. */
  connect(from: Socket, to: Socket): void {
    const lane = new Lane(this, from, to);
    this.#lanes.add(lane);
    to.once('close', () => {
      lane.close();
      this.#lanes.delete(lane);
    });
  }

  get isClear(): boolean {
    return this.#faults.size === 0;
  }

  get isStalled(): boolean {
    return [...this.#faults].some(({ kind }) => kind === 'stall');
  }

  /** When so many bytes that come now have passed. */
  passAtMs(bytes: number): number {
    const nowMs = performance.now();
    let passAtMs = nowMs;
    let delayMs = 0;
    for (const { kind, valueMs = 0, bytesPerSecond = 0 } of this.#faults) {
      if (kind === 'latency') delayMs += valueMs;
      if (kind === 'jitter') delayMs += Math.random() * valueMs;
      if (kind === 'bandwidth') {
        this.#freeAtMs = Math.max(this.#freeAtMs, nowMs) + (bytes / bytesPerSecond) * 1000;
        passAtMs = Math.max(passAtMs, this.#freeAtMs);
      }
    }
    return passAtMs + delayMs;
  }
}

/** One connection in one direction. */
class Lane {
  readonly #link: Link;
  readonly #from: Socket;
  readonly #to: Socket;
  /** Without a chunk: the end. */
  readonly #waiting: { chunk?: Buffer; dueMs: number }[] = [];
  #waitingBytes = 0;
  #lastDueMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(link: Link, from: Socket, to: Socket) {
    this.#link = link;
    this.#from = from;
    this.#to = to;
    from.on('data', (chunk) => {
      if (link.isClear && this.#waiting.length === 0) this.#write(chunk);
      else this.#wait(chunk);
    });
    from.on('end', () => {
      this.#waiting.push({ dueMs: this.#lastDueMs });
      this.deliver();
    });
    to.on('drain', () => this.#holdOrLetGo());
  }

  /** Passes on what is due. */
  deliver(): void {
    clearTimeout(this.#timer);
    while (!this.#link.isStalled) {
      const [next] = this.#waiting;
      if (next === undefined) return;
      const leftMs = next.dueMs - performance.now();
      if (leftMs > 0) {
        this.#timer = setTimeout(() => this.deliver(), leftMs);
        return;
      }
      this.#waiting.shift();
      if (next.chunk === undefined) {
        this.#to.end();
      } else {
        this.#waitingBytes -= next.chunk.length;
        this.#write(next.chunk);
        this.#holdOrLetGo();
      }
    }
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #wait(chunk: Buffer): void {
    this.#lastDueMs = Math.max(this.#lastDueMs, this.#link.passAtMs(chunk.length));
    this.#waiting.push({ chunk, dueMs: this.#lastDueMs });
    this.#waitingBytes += chunk.length;
    this.#holdOrLetGo();
    this.deliver();
  }

  #write(chunk: Buffer): void {
    if (!this.#to.write(chunk)) this.#from.pause();
  }

  #holdOrLetGo(): void {
    if (this.#waitingBytes > MAX_WAITING_BYTES || this.#to.writableNeedDrain) this.#from.pause();
    else this.#from.resume();
  }
}
