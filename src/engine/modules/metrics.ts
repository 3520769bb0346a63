import type { MetricType } from '../metrics/metric-types.ts';
import { GoError } from '../vu/go-error.ts';
import type { VirtualUser } from '../vu/virtual-user.ts';
import { sampleTags } from './sample-tags.ts';

const CLASSES = { Counter: 'counter', Gauge: 'gauge', Rate: 'rate', Trend: 'trend' } as const satisfies Record<
  string,
  MetricType
>;

/** The module `k6/metrics`: metrics of the script's own. */
export function createMetricsModule(vu: VirtualUser): Record<string, unknown> {
  const classes = Object.fromEntries(
    Object.entries(CLASSES).map(([className, type]) => [
      className,
      function createMetric(name: unknown, isTime?: unknown) {
        return createCustomMetric(vu, name === undefined ? '' : String(name), type, isTime === true);
      },
    ]),
  );
  return { ...classes, default: classes };
}

function createCustomMetric(vu: VirtualUser, name: string, type: MetricType, isTime: boolean): object {
  if (vu.stage !== 'init') throw new GoError('metrics must be declared in the init context');
  try {
    vu.run.registry.register(name, type, isTime ? 'time' : 'default');
  } catch (error) {
    throw new GoError(error instanceof Error ? error.message : String(error));
  }
  const add = (value: unknown, tags?: unknown) => addSample(vu, name, type, value, tags);
  return Object.assign(Object.defineProperty({}, 'name', { value: name, enumerable: true }), { add });
}

function addSample(vu: VirtualUser, name: string, type: MetricType, value: unknown, tags: unknown): boolean {
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
