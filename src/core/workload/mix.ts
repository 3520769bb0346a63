/** Kinds of requests, by the function that sends one: a list, a single flag, a list that no cache can hold yet. */
export type RequestKind = 'allFlags' | 'singleFlag' | 'cacheMiss';

/** The mix of the load: ten requests in turn, each kind as evenly as it goes. */
export const TEN_REQUESTS: readonly RequestKind[] = [
  ...(['allFlags', 'singleFlag', 'allFlags', 'allFlags', 'cacheMiss'] as const),
  ...(['allFlags', 'singleFlag', 'allFlags', 'allFlags', 'allFlags'] as const),
];

/** How many of ten requests are of a kind. */
export function tenthsOf(kind: RequestKind): number {
  return countIn(TEN_REQUESTS, kind);
}

/** How many of the first `count` requests in turn are of a kind. */
export function amongFirst(count: number, kind: RequestKind): number {
  const whole = Math.floor(count / TEN_REQUESTS.length);
  return whole * tenthsOf(kind) + countIn(TEN_REQUESTS.slice(0, count % TEN_REQUESTS.length), kind);
}

/** The kind of a request in turn, counted from 0. */
export function kindAt(index: number): RequestKind {
  return TEN_REQUESTS[index % TEN_REQUESTS.length] ?? 'allFlags';
}

function countIn(kinds: readonly RequestKind[], wanted: RequestKind): number {
  return kinds.filter((kind) => kind === wanted).length;
}
