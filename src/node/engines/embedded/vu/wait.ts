import { isBlockingRun, Suspension } from './suspension.ts';

/** What `yield*` delegates to: waits if the value is a suspension or a blocking run, else gives it back at once. */
export function wait(value: unknown): Iterable<Suspension> & Iterator<Suspension, unknown, unknown> {
  if (value instanceof Suspension) return new Wait(value);
  if (isBlockingRun(value)) return value;
  return new Ready(value);
}

/** An iterator that has ended with a value: what `yield*` gives back when there is nothing to wait for. */
class Ready {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<Suspension, unknown> {
    return { done: true, value: this.#value };
  }
}

/** An iterator that gives out one suspension and ends with what it was resumed with. */
class Wait {
  #suspension: Suspension | undefined;

  constructor(suspension: Suspension) {
    this.#suspension = suspension;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(result: unknown): IteratorResult<Suspension, unknown> {
    const suspension = this.#suspension;
    if (!suspension) return { done: true, value: result };
    this.#suspension = undefined;
    return { done: false, value: suspension };
  }

  throw(error: unknown): never {
    throw error;
  }
}
