import { fieldOf } from '../../core/records/named-fields.ts';
import type { CheckSummary } from './check-tree.ts';
import type { Metric } from './metric.ts';
import type { TagSet, Tags } from './metric-types.ts';
import type { MetricSelector } from './parse-metric-selector.ts';

// A script that puts an id into each URL makes a new set per request. Forgetting them costs a little time for the sets
// in use and loses no sample; keeping them all would cost the machine's memory.
const MOST_SETS = 20_000;

/** What a check counts for. */
export interface CheckTarget {
  readonly tags: InternedTagSet;
  /** Undefined where the tag of checks is switched off. */
  readonly summary: CheckSummary | undefined;
}

/** A set of tags that remembers which submetrics it belongs to. */
export class InternedTagSet implements TagSet {
  readonly tags: Tags;
  /** Of the checks without tags of their own that were made under these tags, by name. */
  checks: Map<string, CheckTarget> | undefined;
  readonly #submetrics = new Map<Metric, readonly Metric[]>();

  constructor(tags: Tags) {
    this.tags = tags;
  }

  /** The submetrics of `metric` that a sample with these tags counts for. */
  submetricsOf(metric: Metric): readonly Metric[] {
    let matches = this.#submetrics.get(metric);
    if (!matches) {
      matches = metric.submetrics.filter((submetric) => matchesTags(submetric.selector, this.tags));
      this.#submetrics.set(metric, matches);
    }
    return matches;
  }
}

/** Makes equal sets the same object, as long as fewer than 20 000 different ones are in use. */
export class TagSets {
  #sets = new Map<string, InternedTagSet>();
  #overlays = new Map<InternedTagSet, Map<string, InternedTagSet>>();

  /** The set of exactly these tags. */
  of(tags: Tags): InternedTagSet {
    const sorted = Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify(sorted);
    let set = this.#sets.get(key);
    if (!set) {
      if (this.#sets.size >= MOST_SETS) this.#forget();
      set = new InternedTagSet(Object.freeze(Object.fromEntries(sorted)));
      this.#sets.set(key, set);
    }
    return set;
  }

  /** The tags of `base` with `extra` laid over them. */
  overlay(base: InternedTagSet, extra: Tags): InternedTagSet {
    let overlays = this.#overlays.get(base);
    if (!overlays) {
      overlays = new Map();
      this.#overlays.set(base, overlays);
    }
    let key = '';
    for (const name in extra) key += `${name}\u0000${extra[name]}\u0001`;
    let set = overlays.get(key);
    if (!set) {
      set = this.of({ ...base.tags, ...extra });
      if (overlays.size >= MOST_SETS) overlays.clear();
      overlays.set(key, set);
    }
    return set;
  }

  #forget(): void {
    this.#sets = new Map();
    this.#overlays = new Map();
  }
}

function matchesTags(selector: MetricSelector['tags'], tags: Tags): boolean {
  return Object.entries(selector ?? {}).every(([name, value]) => fieldOf(tags, name) === value);
}
