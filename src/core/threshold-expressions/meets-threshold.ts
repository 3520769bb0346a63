import type { ThresholdExpression, ThresholdOperator } from './parse-threshold-expression.ts';

const COMPARE = {
  '<': (actual, limit) => actual < limit,
  '<=': (actual, limit) => actual <= limit,
  '>': (actual, limit) => actual > limit,
  '>=': (actual, limit) => actual >= limit,
  '==': (actual, limit) => actual === limit,
  '===': (actual, limit) => actual === limit,
  '!=': (actual, limit) => actual !== limit,
} as const satisfies Record<ThresholdOperator, (actual: number, limit: number) => boolean>;

/** Whether a number is on the right side of the limit. */
export function meetsThreshold({ operator, limit }: ThresholdExpression, actual: number): boolean {
  return COMPARE[operator](actual, limit);
}
