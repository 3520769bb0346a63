/**
 * The figures of a pool as its API tells them: a JSON object with any of these fields. `fallbacks` and `connectFailures`
 * count since the API started.
 */
const FIELDS = [
  'size',
  'inUse',
  'idle',
  'waiting',
  'acquireLastMs',
  'acquireMaxMs',
  'fallbacks',
  'connectFailures',
] as const;

export type PoolSample = { readonly [Field in (typeof FIELDS)[number]]: number | undefined };

/** Reads the fields that are there; undefined when none is, or the value is no object. */
export function readPoolSample(json: unknown): PoolSample | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const values = json as Readonly<Record<string, unknown>>;
  const entries = FIELDS.map(
    (field) => [field, typeof values[field] === 'number' ? values[field] : undefined] as const,
  );
  return entries.some(([, value]) => value !== undefined) ? (Object.fromEntries(entries) as PoolSample) : undefined;
}
