import { meetsThreshold } from '../threshold-expressions/meets-threshold.ts';
import { parseThresholdExpression } from '../threshold-expressions/parse-threshold-expression.ts';

/** What a number may be, where not all that it is made of can be told apart. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** Whether a threshold comes to the same wherever in its range the number lies. */
export function isDecided({ least, most }: Range, threshold: string): boolean {
  const expression = parseThresholdExpression(threshold);
  return meetsThreshold(expression, least) === meetsThreshold(expression, most);
}
