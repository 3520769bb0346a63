import exec from 'k6/execution';
import http from 'k6/http';
import type { Tell } from '../../../core/observer/tell.ts';
import { planOf, type Scenarios } from '../../../core/workload/workload.ts';
import { settings } from '../../setup/settings.ts';
import { paramsFor } from '../request-params.ts';

/** An answer that takes longer is slow, however much longer. */
const MOST_WAIT_MS = 300;

/**
 * Asks the API for what needs no connection to Redis: frameworks answer OPTIONS by themselves. Where that is fast while
 * others wait, the API is not busy, but out of something. Left out where the API tells its pool's figures, where there is
 * no load, and the first time, since the first request that an API sees is to be one of the load.
 */
export class PlainAnswers {
  readonly #tell: Tell<'redis'>;
  #looks = 0;
  #loads: ReturnType<typeof planOf> | undefined;

  constructor(tell: Tell<'redis'>) {
    this.#tell = tell;
  }

  /** @param path that the API has */
  async ask(path: string): Promise<void> {
    this.#looks += 1;
    const { baseUrl, observeEveryMs, poolPath } = settings();
    if (poolPath !== '' || this.#looks === 1 || !this.#isUnderLoad()) return;
    const timeout = Math.min(MOST_WAIT_MS, observeEveryMs / 2);
    const response = await http.options(`${baseUrl}${path}`, null, {
      ...paramsFor(path, { target: 'plain' }),
      timeout,
    });
    this.#tell('api_plain_answer', response.status === 0 ? timeout : response.timings.duration);
  }

  #isUnderLoad(): boolean {
    this.#loads ??= planOf(exec.test.options.scenarios as unknown as Scenarios, 'api');
    const elapsedMs = Date.now() - exec.scenario.startTime;
    return this.#loads.some(({ startMs, durationMs }) => startMs <= elapsedMs && elapsedMs <= startMs + durationMs);
  }
}
