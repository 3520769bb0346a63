import { BUILTIN_METRICS } from '../../core/metrics/builtin-metrics.ts';
import type { Metric } from './metric.ts';
import type { MetricContains, MetricName, MetricType } from './metric-types.ts';
import { parseMetricSelector } from './parse-metric-selector.ts';
import { createSink } from './sinks.ts';
import type { InternedTagSet } from './tag-sets.ts';

const METRIC_NAME = /^[a-zA-Z_][a-zA-Z0-9_]{1,128}$/;

interface RegisteredMetric extends Metric {
  isHeard: boolean;
  readonly submetrics: RegisteredMetric[];
}

/** Is told of a sample when it is added. */
type SampleListener = (metric: MetricName, value: number, tags: InternedTagSet) => void;

/** All metrics of a test run: the built-in ones, and those that the script makes in its init code. */
export class MetricRegistry {
  readonly #metrics = new Map<MetricName, RegisteredMetric>();
  readonly #submetrics = new Map<string, Metric>();
  /** Those of each list of names that {@link addAll} has been given. */
  readonly #lists = new Map<readonly MetricName[], readonly RegisteredMetric[]>();
  #listener: SampleListener = () => {};
  #isHeard: (name: MetricName) => boolean = () => false;

  constructor() {
    for (const [name, { type, contains }] of Object.entries(BUILTIN_METRICS)) this.register(name, type, contains);
  }

  /**
   * Makes a metric, or gives the one that another VU made already.
   *
   * @throws Error when the name is invalid, or taken by a metric of another kind; the messages are k6's.
   */
  register(name: MetricName, type: MetricType, contains: MetricContains): Metric {
    const existing = this.#metrics.get(name);
    if (existing) {
      if (existing.type !== type) {
        throw new Error(`metric '${name}' already exists but with type ${existing.type}, instead of ${type}`);
      }
      if (existing.contains !== contains) {
        throw new Error(
          `metric '${name}' already exists but with a value type ${existing.contains}, instead of ${contains}`,
        );
      }
      return existing;
    }
    if (!METRIC_NAME.test(name)) {
      throw new Error(
        `Invalid metric name: '${name}'. Metric names must only include up to 128 ASCII letters, numbers, or underscores and start with a letter or an underscore.`,
      );
    }
    const metric = {
      name,
      type,
      contains,
      sink: createSink(type),
      selector: undefined,
      submetrics: [],
      isHeard: this.#isHeard(name),
    };
    this.#metrics.set(name, metric);
    return metric;
  }

  /** From now on tells a listener of the samples of some metrics, which may be registered later. */
  listen(isHeard: (name: MetricName) => boolean, listener: SampleListener): void {
    this.#isHeard = isHeard;
    this.#listener = listener;
    for (const metric of this.#metrics.values()) metric.isHeard = isHeard(metric.name);
  }

  get(name: MetricName): Metric | undefined {
    return this.#metrics.get(name);
  }

  /** The metrics of the run, each followed by its submetrics. */
  *all(): Generator<Metric> {
    for (const metric of this.#metrics.values()) {
      yield metric;
      yield* metric.submetrics;
    }
  }

  /**
   * The metric or submetric that a key of `options.thresholds` names; a submetric is made when it is new.
   *
   * @throws SyntaxError when the key is malformed. Undefined: there is no such metric.
   */
  select(key: string): Metric | undefined {
    const { metric: name, tags } = parseMetricSelector(key);
    const parent = this.#metrics.get(name);
    if (!parent || !tags) return parent;

    const canonical = `${name}${JSON.stringify(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
    let submetric = this.#submetrics.get(canonical);
    if (!submetric) {
      const { type, contains } = parent;
      const made = {
        name: key,
        type,
        contains,
        sink: createSink(type),
        selector: tags,
        submetrics: [],
        isHeard: false,
      };
      parent.submetrics.push(made);
      this.#submetrics.set(canonical, made);
      submetric = made;
    }
    return submetric;
  }

  /** Adds one sample. The metric must be registered. */
  add(name: MetricName, value: number, tags: InternedTagSet): void {
    this.#addTo(this.#registered(name), value, tags);
  }

  /**
   * Adds one sample to each of some metrics.
   *
   * @param names Always the same list for the same metrics.
   * @param values One for each name; the metrics of missing ones get none.
   */
  addAll(names: readonly MetricName[], values: readonly number[], tags: InternedTagSet): void {
    let metrics = this.#lists.get(names);
    if (metrics === undefined) {
      metrics = names.map((name) => this.#registered(name));
      this.#lists.set(names, metrics);
    }
    for (let at = 0; at < values.length; at++) this.#addTo(metrics[at] as RegisteredMetric, values[at] as number, tags);
  }

  #registered(name: MetricName): RegisteredMetric {
    const metric = this.#metrics.get(name);
    if (!metric) throw new Error(`Cannot add a sample to metric "${name}": it is not registered`);
    return metric;
  }

  #addTo(metric: RegisteredMetric, value: number, tags: InternedTagSet): void {
    metric.sink.add(value);
    if (metric.isHeard) this.#listener(metric.name, value, tags);
    if (metric.submetrics.length > 0) {
      for (const submetric of tags.submetricsOf(metric)) submetric.sink.add(value);
    }
  }
}
