import type { Tags } from '../metrics/metric-types.ts';
import { GoError } from '../vu/go-error.ts';

/**
 * The tags that a script gives a sample, as strings.
 *
 * @throws GoError unless all values are strings, booleans or numbers.
 */
export function sampleTags(tags: unknown): Tags {
  if (tags === undefined || tags === null) return {};
  return Object.fromEntries(
    Object.entries(Object(tags) as object).map(([name, value]) => {
      if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
        return [name, String(value)];
      throw new GoError(
        `invalid value for metric tag '${name}': only String, Boolean and Number types are accepted as a metric tag values`,
      );
    }),
  );
}
