import type { Span } from './span.ts';

/** CloudWatch has a value for each minute. */
export const MINUTE_MS = 60_000;

/** A minute of the clock, with what was measured in it; null where nothing was. */
export type Minute<Name extends string> = { readonly [name in Name]: number | null } & {
  /** When it begins; UTC, ISO 8601. */
  readonly at: string;
};

/** One value of CloudWatch. */
export interface MeterPoint<Name extends string> {
  readonly name: Name;
  /** When its minute begins; milliseconds since 1970. */
  readonly atMs: number;
  readonly value: number;
}

/** How the values that several nodes have for a minute become one. */
export type Join = 'sum' | 'max';

/** The whole minutes that a span of time touches. */
export function wholeMinutes({ startMs, endMs }: Span): Span {
  return { startMs: startMs - (startMs % MINUTE_MS), endMs: Math.ceil(endMs / MINUTE_MS) * MINUTE_MS };
}

/** Lays values out by minute. */
export function byMinute<Name extends string>(
  span: Span,
  joins: Readonly<Record<Name, Join>>,
  points: readonly MeterPoint<Name>[],
): Minute<Name>[] {
  const { startMs, endMs } = wholeMinutes(span);
  const names = Object.keys(joins) as Name[];
  return Array.from({ length: (endMs - startMs) / MINUTE_MS }, (_, index) => {
    const atMs = startMs + index * MINUTE_MS;
    const values = names.map((name) => {
      const found = points.filter((point) => point.name === name && point.atMs === atMs).map(({ value }) => value);
      return [name, joined(found, joins[name])] as const;
    });
    return { at: new Date(atMs).toISOString(), ...Object.fromEntries(values) } as Minute<Name>;
  });
}

/** Values of one meter over all minutes in which it has one. */
export function valuesOf<Name extends string>(minutes: readonly Minute<Name>[], name: Name): number[] {
  return minutes.map((minute) => minute[name] as number | null).filter((value) => value !== null);
}

/** Its sum; null without a value. */
export function sumOf<Name extends string>(minutes: readonly Minute<Name>[], name: Name): number | null {
  return joined(valuesOf(minutes, name), 'sum');
}

/** Its highest value; null without one. */
export function maxOf<Name extends string>(minutes: readonly Minute<Name>[], name: Name): number | null {
  return joined(valuesOf(minutes, name), 'max');
}

function joined(values: readonly number[], join: Join): number | null {
  if (values.length === 0) return null;
  return join === 'sum' ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values);
}
