/**
 * The figures of a pool as its API tells them: a JSON object with any of these fields. `fallbacks`, `connectFailures`, `loans`
 * and `heldMs` (how long all loans together held a connection) count since the API started. `instance` names the one of several
 * that answered.
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
  'loans',
  'heldMs',
] as const;

export type PoolSample = { readonly [Field in (typeof FIELDS)[number]]: number | undefined } & {
  readonly instance: string | undefined;
};

/** Reads the fields that are there; undefined when none is, or the value is no object. */
export function readPoolSample(json: unknown): PoolSample | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const values = json as Readonly<Record<string, unknown>>;
  const entries = FIELDS.map(
    (field) => [field, typeof values[field] === 'number' ? values[field] : undefined] as const,
  );
  if (entries.every(([, value]) => value === undefined)) return undefined;
  const { instance } = values;
  const isNamed = typeof instance === 'string' || typeof instance === 'number';
  return { ...Object.fromEntries(entries), instance: isNamed ? `${instance}` : undefined } as PoolSample;
}
