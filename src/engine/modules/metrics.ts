import type { MetricType } from '../metrics/metric-types.ts';
import { GoError } from '../vu/go-error.ts';
import type { VirtualUser } from '../vu/virtual-user.ts';
import { sampleTags } from './sample-tags.ts';

/** The module `k6/metrics`: metrics of the script's own. */
export function createMetricsModule(vu: VirtualUser): Record<string, unknown> {
  // Bound functions: constructors that have all their objects from one.
  return {
    Counter: createMetric.bind(undefined, vu, 'counter'),
    Gauge: createMetric.bind(undefined, vu, 'gauge'),
    Rate: createMetric.bind(undefined, vu, 'rate'),
    Trend: createMetric.bind(undefined, vu, 'trend'),
  };
}

/** A metric of one VU. */
interface CustomMetric {
  readonly vu: VirtualUser;
  readonly name: string;
  readonly type: MetricType;
}

function createMetric(vu: VirtualUser, type: MetricType, givenName: unknown, isTime?: unknown): object {
  const name = givenName === undefined ? '' : String(givenName);
  if (vu.stage !== 'init') throw new GoError('metrics must be declared in the init context');
  try {
    vu.run.registry.register(name, type, isTime === true ? 'time' : 'default');
  } catch (error) {
    throw new GoError(error instanceof Error ? error.message : String(error));
  }
  const metric = { vu, name, type };
  const seen = { name, add: (value: unknown, tags?: unknown) => addSample(metric, value, tags) };
  return Object.defineProperty(seen, 'name', READ_ONLY);
}

const READ_ONLY = { writable: false, configurable: false };

function addSample({ vu, name, type }: CustomMetric, value: unknown, tags: unknown): boolean {
  if (vu.stage === 'init') throw new GoError('Adding to metrics in the init context is not supported');
  if (typeof value === 'bigint') throw new TypeError('Cannot convert a BigInt value to a number');
  const number = value === null || value === undefined ? Number.NaN : Number(value);
  if (Number.isNaN(number)) {
    const problem = `'${String(value)}' is an invalid value for metric '${name}', a number or a boolean value is expected`;
    if (vu.options?.throw) throw new GoError(problem);
    vu.log('warning', problem);
    return false;
  }
  // Of a rate, JavaScript's own truth counts: '0' is true.
  const sample = type === 'rate' ? Number(Boolean(value)) : number;
  vu.emit(name, sample, tags === undefined ? vu.tagSet() : vu.tagSet(customTags(name, tags)));
  return true;
}

function customTags(name: string, tags: unknown) {
  try {
    return sampleTags(tags);
  } catch (error) {
    throw new GoError(
      `cannot add tags for the '${name}' custom metric: ${error instanceof Error ? error.message : error}`,
    );
  }
}
