import type { TagSet, Tags } from '../../src/engine/metrics/metric-types.ts';
import type { EmbeddedOptions } from '../../src/engine/script/embedded-options.ts';
import type { Begin } from '../../src/engine/vu/execution.ts';
import type { VuContext } from '../../src/engine/vu/vu-context.ts';

interface FakeSample {
  readonly metric: string;
  readonly value: number;
  readonly tags: Tags;
}

interface FakeLogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: Tags;
}

/** A VU that keeps what modules tell it. Call `dispose()` at the end. */
export class FakeVu implements VuContext {
  readonly id = 1;
  stage: VuContext['stage'] = 'iteration';
  readonly options: EmbeddedOptions;
  readonly samples: FakeSample[] = [];
  readonly logLines: FakeLogLine[] = [];
  readonly refusals: Error[] = [];
  tags: Tags = { group: '', scenario: 'default' };
  sentBytes = 0;
  receivedBytes = 0;
  readonly #sets = new Map<string, TagSet>();
  readonly #disposers: (() => void)[] = [];
  readonly #resets: (() => void)[] = [];
  readonly #cancels: (() => void)[] = [];

  constructor(options: Partial<EmbeddedOptions> = {}) {
    this.options = { ...DEFAULT_OPTIONS, ...options };
  }

  tagSet(extra: Tags = {}): TagSet {
    const tags = { ...this.tags, ...extra };
    const key = JSON.stringify(Object.entries(tags).sort());
    const set = this.#sets.get(key) ?? { tags };
    this.#sets.set(key, set);
    return set;
  }

  emit(metric: string, value: number, tags: TagSet): void {
    this.samples.push({ metric, value, tags: tags.tags });
  }

  emitAll(metrics: readonly string[], values: readonly number[], tags: TagSet): void {
    for (const [at, value] of values.entries()) this.emit(metrics[at] ?? '', value, tags);
  }

  countBytes(sent: number, received: number): void {
    this.sentBytes += sent;
    this.receivedBytes += received;
  }

  log(level: string, message: string, fields: Tags = {}): void {
    this.logLines.push({ level, message, fields });
  }

  track<T>(begin: Begin<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = begin(resolve, reject);
      if (cancel) this.#cancels.push(cancel);
    });
  }

  block<T>(_name: string, begin: Begin<T>): Promise<T> {
    return this.track(begin);
  }

  readonly refuse = (error: Error): void => void this.refusals.push(error);

  onDispose(close: () => void): void {
    this.#disposers.push(close);
  }

  onIterationStart(reset: () => void): void {
    this.#resets.push(reset);
  }

  /** Cancels what was begun. */
  interrupt(): void {
    for (const cancel of this.#cancels.splice(0)) cancel();
  }

  startIteration(): void {
    for (const reset of this.#resets) reset();
  }

  dispose(): void {
    for (const close of this.#disposers) close();
  }

  /** Values of the samples of one metric, in order. */
  valuesOf(metric: string): number[] {
    return this.samples.filter((sample) => sample.metric === metric).map(({ value }) => value);
  }

  /** Tags of the samples of one metric, in order. */
  tagsOf(metric: string): Tags[] {
    return this.samples.filter((sample) => sample.metric === metric).map(({ tags }) => tags);
  }
}

const DEFAULT_OPTIONS: EmbeddedOptions = {
  tags: {},
  userAgent: 'Grafana k6/2.2.0',
  insecureSkipTLSVerify: false,
  noConnectionReuse: false,
  noVUConnectionReuse: false,
  noCookiesReset: false,
  discardResponseBodies: false,
  throw: false,
  maxRedirects: undefined,
  batch: 20,
  batchPerHost: 6,
  hosts: {},
};
