import { METRICS } from '../metrics/catalogue.ts';
import type { ObservedMetric } from '../series/observed-metrics.ts';
import type { SeriesBin } from '../series/series-bin.ts';

/** In front of the names of the catalogue, which others use as well. */
const PREFIX = 'poolproof.';
/** Units as OpenTelemetry spells them. A count has none: `1` is what shares have. */
export const UNITS = { ms: 'ms', bytes: 'By', share: '1', count: '', status: '' } as const;

/** Names and values that tell series apart. */
export type Attributes = Readonly<Record<string, string>>;

export interface Described {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
}

export function described(name: string, description: string, unit: string = UNITS.count): Described {
  return { name: `${PREFIX}${name}`, description, unit };
}

/** A metric of the catalogue. k6's own have neither title nor unit. */
export function describe(name: ObservedMetric): Described {
  const metric = METRICS[name];
  return 'title' in metric ? described(name, metric.title, UNITS[metric.unit]) : described(name, '');
}

export function observedNames(observed: SeriesBin['observed']): ObservedMetric[] {
  return Object.keys(observed) as ObservedMetric[];
}

export function attributes(names: Attributes) {
  return Object.entries(names).map(([key, stringValue]) => ({ key, value: { stringValue } }));
}
