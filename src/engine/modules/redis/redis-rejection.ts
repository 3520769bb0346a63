/** What a network failure tells besides its text. */
interface NetworkFailure {
  readonly op: string;
  readonly isTimeout: boolean;
}

/**
 * What a promise of k6/x/redis rejects with: not an Error but the wrapper of a Go error. Scripts read it by
 * `String(reason)` or `reason.error()`; `message` and `name` are undefined.
 */
export class RedisRejection {
  declare readonly op?: string;
  declare readonly net?: string;
  declare readonly timeout?: () => boolean;
  readonly error: () => string;

  constructor(text: string, failure?: NetworkFailure) {
    this.error = () => text;
    if (failure === undefined) return;
    Object.assign(this, { op: failure.op, net: 'tcp', timeout: () => failure.isTimeout, temporary: () => false });
  }

  toString(): string {
    return this.error();
  }
}
