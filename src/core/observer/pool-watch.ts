import type { PoolSample } from '../evidence/pool-sample.ts';
import { PoolTotal } from '../evidence/pool-total.ts';
import type { PoolMetric, Tell } from './tell.ts';

/** Turns what the API tells of its pool into samples. What it does not tell gets none. */
export class PoolWatch {
  readonly #tell: Tell<'pool'>;
  readonly #fallbacks = new PoolTotal();
  readonly #connectFailures = new PoolTotal();
  readonly #loans = new PoolTotal();
  readonly #held = new PoolTotal();
  #fallbacksBefore = 0;
  /** As the API told it last. */
  size: number | undefined;

  constructor(tell: Tell<'pool'>) {
    this.#tell = tell;
  }

  /** @param nowMs since the run began */
  add(sample: PoolSample, nowMs: number, tags: Readonly<Record<string, string>>): void {
    const add = (metric: PoolMetric, value: number | undefined): void => {
      if (value !== undefined) this.#tell(metric, value, tags);
    };
    this.#tell('pool_observations', 1);
    this.size = sample.size ?? this.size;
    add('pool_size', sample.size);
    add('pool_in_use', sample.inUse);
    add('pool_idle', sample.idle);
    add('pool_waiting', sample.waiting);
    add('pool_acquire', sample.acquireLastMs);
    add('pool_acquire_max', sample.acquireMaxMs);
    const fellBack = this.#total(this.#fallbacks, sample, 'fallbacks');
    add('pool_fallbacks', fellBack);
    if (fellBack !== undefined && fellBack > this.#fallbacksBefore) this.#tell('pool_fell_back_at', nowMs);
    this.#fallbacksBefore = fellBack ?? this.#fallbacksBefore;
    add('pool_connect_failures', this.#total(this.#connectFailures, sample, 'connectFailures'));
    add('pool_loans', this.#total(this.#loans, sample, 'loans'));
    add('pool_held', this.#total(this.#held, sample, 'heldMs'));
  }

  #total(
    of: PoolTotal,
    sample: PoolSample,
    field: 'fallbacks' | 'connectFailures' | 'loans' | 'heldMs',
  ): number | undefined {
    const value = sample[field];
    if (value === undefined) return undefined;
    const sum = of.add(sample.instance, value);
    if (sum === undefined) this.#tell('pool_instances_mixed', 1);
    return sum;
  }
}
