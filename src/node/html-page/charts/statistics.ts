import type { Values } from '../../../core/series/series.ts';

interface Peak {
  readonly value: number;
  readonly index: number;
}

/** Whether anything was measured. */
export function isMeasured(values: Values | undefined): values is Values {
  return values?.some((value) => value !== null) ?? false;
}

/** The highest value and its first point; null without a value. */
export function peakOf(values: Values): Peak | null {
  return values.reduce<Peak | null>(
    (peak, value, index) => (value !== null && value > (peak?.value ?? -1) ? { value, index } : peak),
    null,
  );
}

/** The lowest value and its first point; null without a value. */
export function lowestOf(values: Values): Peak | null {
  return values.reduce<Peak | null>(
    (lowest, value, index) =>
      value !== null && value < (lowest?.value ?? Number.POSITIVE_INFINITY) ? { value, index } : lowest,
    null,
  );
}

/** The highest of several lists; 0 without a value. */
export function mostOf(...lists: readonly Values[]): number {
  return Math.max(0, ...lists.map((values) => peakOf(values)?.value ?? 0));
}

export function sumOf(values: Values): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

export function meanOf(values: Values): number | null {
  const measured = values.filter((value) => value !== null);
  return measured.length === 0 ? null : sumOf(measured) / measured.length;
}
