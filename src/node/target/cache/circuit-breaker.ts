export type BreakerState = 'closed' | 'open' | 'half-open';

/** Refused without trying, because the last tries failed. */
export class CircuitOpenError extends Error {
  override readonly name = 'CircuitOpenError';
}

interface CircuitBreakerOptions {
  /** How many failures in a row open it; at least 1. */
  failureLimit: number;
  /** How long it stays open before one operation may try again. */
  openMs: number;
  /** Tells an outage from an error that proves the other side alive. */
  isOutage: (error: unknown) => boolean;
  onChange?: (state: BreakerState) => void;
  now?: () => number;
}

/**
 * Keeps a service that is down from being asked by every request: after some failures in a row operations are refused at
 * once; after a pause a single one tries again and decides for all.
 */
export class CircuitBreaker {
  readonly #options: CircuitBreakerOptions;
  readonly #now: () => number;
  #state: BreakerState = 'closed';
  #failuresInARow = 0;
  #retryAtMs = 0;

  constructor(options: CircuitBreakerOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  get state(): BreakerState {
    return this.#state;
  }

  /** @throws {CircuitOpenError} at once while open, or while half-open and another operation is trying. */
  async run<T>(operation: () => Promise<T>): Promise<T> {
    if (this.#state === 'half-open' || (this.#state === 'open' && this.#now() < this.#retryAtMs)) {
      throw new CircuitOpenError('Redis is not asked: its last answers failed');
    }
    if (this.#state === 'open') this.#change('half-open');
    try {
      const result = await operation();
      this.#succeed();
      return result;
    } catch (error) {
      if (this.#options.isOutage(error)) this.#fail();
      else this.#succeed();
      throw error;
    }
  }

  #succeed(): void {
    // An answer to something asked before it opened says nothing about now.
    if (this.#state === 'open') return;
    this.#failuresInARow = 0;
    if (this.#state === 'half-open') this.#change('closed');
  }

  #fail(): void {
    if (this.#state === 'open') return;
    this.#failuresInARow += 1;
    if (this.#state === 'closed' && this.#failuresInARow < this.#options.failureLimit) return;
    this.#retryAtMs = this.#now() + this.#options.openMs;
    this.#change('open');
  }

  #change(state: BreakerState): void {
    this.#state = state;
    this.#options.onChange?.(state);
  }
}
