import journey from 'the-journey';
import { type Ask, type JourneyRequest, makeAsk } from './ask.ts';
import type { TextResponse } from './http-requests.ts';

type Check = NonNullable<JourneyRequest['check']>[string];

/** A request of the journey, and what a VU keeps for it. */
export interface Kind {
  readonly name: string;
  readonly request: JourneyRequest;
  readonly ask: Ask;
  readonly checks: readonly { readonly name: string; readonly test: Check }[];
}

export function kindOf(name: string): Kind {
  const request = journey.requests[name];
  if (request === undefined) throw new Error(`The journey has no request ${name}`);
  const { cache, check = {}, expect } = request;
  const checks: Kind['checks'][number][] = [];
  for (const each in check) checks.push({ name: each, test: check[each] as Check });
  return { name, request, ask: makeAsk(expect, { cache }), checks };
}

/** What an answer does not even have is not right: a check that throws has failed. */
export function isTrue(test: Check, response: TextResponse, ask: Ask): boolean {
  try {
    // k6 makes what a global such as Boolean is for each VU that asks for it.
    return !!test(response, ask);
  } catch {
    return false;
  }
}
