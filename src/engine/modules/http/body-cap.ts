import { KnownRequestError } from './request-error.ts';

/** The variable by which whoever starts the engine caps bodies. k6 has no such cap, so scripts cannot set one. */
const VARIABLE = 'POOLPROOF_MAX_BODY_BYTES';

/** The most bytes that a body may have, as it arrives and decoded; no limit unless one was set. */
export const MOST_BODY_BYTES: number = Number(process.env[VARIABLE]) || Number.POSITIVE_INFINITY;

/** A code that k6 does not use. */
const TOO_LARGE = 1790;

/** The rest of such a body is neither read nor decoded. */
export function bodyTooLargeError(mostBytes = MOST_BODY_BYTES): KnownRequestError {
  return new KnownRequestError(`response body is larger than ${mostBytes} bytes`, TOO_LARGE);
}
