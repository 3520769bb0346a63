import type { World } from './world.ts';

/** What the bench asks its server; each request has one answer, and they come in turn. */
export type ServerRequest =
  /** Forget what was, and do this to the requests that follow. */
  { readonly type: 'begin'; readonly world: World } | { readonly type: 'count' } | { readonly type: 'end' };

export type ServerAnswer =
  /** The server listens: `delayUrl` does what the world says, `fastUrl` answers at once. */
  | { readonly type: 'listening'; readonly delayUrl: string; readonly fastUrl: string }
  | { readonly type: 'began' }
  | { readonly type: 'count'; readonly count: number }
  | ({ readonly type: 'records' } & Records);

/** What the server saw: in the order of arrival, on the clock of {@link monotonicMs}. */
export interface Records {
  readonly arrivedMs: Float64Array;
  /** When the answer was handed to the system; 0 where there was none, and in records of `fastUrl`. */
  readonly answeredMs: Float64Array;
}
