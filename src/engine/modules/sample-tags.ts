import { setField } from '../../core/records/named-fields.ts';
import type { Tags } from '../metrics/metric-types.ts';
import { GoError } from '../vu/go-error.ts';

/**
 * The tags that a script gives a sample, as strings; undefined when it gives none.
 *
 * @throws GoError unless all values are strings, booleans or numbers.
 */
export function sampleTags(tags: unknown): Tags | undefined {
  if (tags === undefined || tags === null) return undefined;
  const given = Object(tags) as Record<string, unknown>;
  const read: Record<string, string> = {};
  for (const name of Object.keys(given)) {
    const value = given[name];
    if (typeof value !== 'string' && typeof value !== 'boolean' && typeof value !== 'number') {
      throw new GoError(
        `invalid value for metric tag '${name}': only String, Boolean and Number types are accepted as a metric tag values`,
      );
    }
    setField(read, name, String(value));
  }
  return read;
}
