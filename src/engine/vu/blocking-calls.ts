import { removeUnordered } from '../remove-unordered.ts';
import type { Begin } from './execution.ts';
import { GoError } from './go-error.ts';

/** Frames to look for the script's own among. */
const MOST_FRAMES = 8;
// To find out where a call is made takes longer than to make it: so that is noted of the first calls, and of one now and
// then after those.
const FIRST_PLACES = 50;
const MS_BETWEEN_PLACES = 1_000;

/** Notes where scripts make calls. One for all VUs of a run. */
export class CallPlaces {
  #noted = 0;
  #lastMs = 0;

  /** Whatever knows the place of the call that is being made now; undefined when it is left out. */
  note(): { readonly stack?: string } | undefined {
    if (this.#noted >= FIRST_PLACES) {
      const nowMs = performance.now();
      if (nowMs < this.#lastMs + MS_BETWEEN_PLACES) return undefined;
      this.#lastMs = nowMs;
    }
    this.#noted++;
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = MOST_FRAMES;
    const place: { readonly stack?: string } = {};
    Error.captureStackTrace(place);
    Error.stackTraceLimit = stackTraceLimit;
    return place;
  }
}

/** The calls of one VU that k6 waits in by itself, such as `http.get`, as long as they are open or nobody awaits them. */
export class BlockingCalls {
  readonly #left: CallState[] = [];
  readonly #places: CallPlaces;
  readonly #refuse: (error: GoError) => void;
  #made = 0;

  /** @param refuse Told of each error that a script gets for not having awaited. */
  constructor(places: CallPlaces, refuse: (error: GoError) => void) {
    this.#places = places;
    this.#refuse = refuse;
  }

  /** How many have been made. */
  get made(): number {
    return this.#made;
  }

  /** Makes the promise that the script is to await. `begin` may settle it at once. */
  start<T>(name: string, begin: Begin<T>): BlockingCall<T> {
    this.#made++;
    const state = new CallState(name, this.#places.note(), this.#left, this.#refuse);
    const call = new BlockingCall<T>((resolve, reject) => {
      begin(
        (value) => {
          state.settle();
          resolve(value);
        },
        (error) => {
          state.settle();
          reject(error);
        },
      );
    });
    call.state = state;
    return call;
  }

  /** The code that made them has come to its end. @throws GoError when one is open still, or was never awaited */
  assertNoneLeft(): void {
    const first = this.#left[0];
    if (first !== undefined) throw first.refusal();
  }

  /** Forgets them all. Refuses if one was never awaited. */
  close(): void {
    if (this.#left.length === 0) return;
    for (const state of this.#left.splice(0)) if (!state.isAwaited) state.refusal();
  }
}

class CallState {
  isSettled = false;
  isAwaited = false;
  readonly name: string;
  readonly #place: { readonly stack?: string } | undefined;
  readonly #left: CallState[];
  readonly #refuse: (error: GoError) => void;

  constructor(
    name: string,
    place: { readonly stack?: string } | undefined,
    left: CallState[],
    refuse: (error: GoError) => void,
  ) {
    this.name = name;
    this.#place = place;
    this.#left = left;
    this.#refuse = refuse;
    left.push(this);
  }

  settle(): void {
    this.isSettled = true;
    if (this.isAwaited) removeUnordered(this.#left, this);
  }

  await(): void {
    this.isAwaited = true;
    if (this.isSettled) removeUnordered(this.#left, this);
  }

  /** The error for a script that goes on without the result. */
  refusal(): GoError {
    const place = placeIn(this.#place) ?? placeIn(new Error());
    const call = `${this.name}(…)`;
    const error = new GoError(
      `${call} was not awaited${place === undefined ? '' : `, at ${place}`}: k6 waits in it, the embedded engine gives a promise. Write "await ${call}" and await the function around it, or run the script with k6`,
    );
    this.#refuse(error);
    return error;
  }
}

/** The first place of a script in a stack trace. */
function placeIn(traced: { readonly stack?: string } | undefined): string | undefined {
  return /file:\/\/\S+:\d+:\d+/.exec(traced?.stack ?? '')?.[0];
}

/** The promise of a call that k6 waits in. To use it as if it were the result throws: that is a forgotten `await`. */
export class BlockingCall<T> extends Promise<T> {
  state: CallState | undefined;

  /** The error for a script that takes it for the result. */
  refusal(): GoError {
    return this.state?.refusal() ?? new GoError('the result was not awaited');
  }

  /** Calls `listener` when it settles. The script still has to await it. */
  onSettled(listener: () => void): void {
    const { state } = this;
    this.state = undefined;
    super.then(listener, listener);
    this.state = state;
  }
}

// `await` and then() look here for what kind of promise it is: that is how a call learns that it is awaited. Taken for a
// plain promise, it is awaited at once, where one of its own kind would be wrapped first.
Object.defineProperty(BlockingCall.prototype, 'constructor', {
  get(this: BlockingCall<unknown>) {
    this.state?.await();
    return Promise;
  },
});

/** Has reading any of these names of a call that was not awaited throw. */
export function refuseFields(names: Iterable<string | symbol>): void {
  for (const name of names) {
    if (name in BlockingCall.prototype) continue;
    Object.defineProperty(BlockingCall.prototype, name, {
      get(this: BlockingCall<unknown>) {
        throw this.refusal();
      },
    });
  }
}
