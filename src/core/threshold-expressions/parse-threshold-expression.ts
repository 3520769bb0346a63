import type { MetricType } from '../metrics/metric-types.ts';

// method = "count" | "rate" | "value" | "avg" | "min" | "med" | "max" | "p(" number ")"
// expression = method operator number
// Spaces may surround the operator. The operators are tried in this order, and the first that splits the text with
// something to its right wins (k6: metrics/thresholds_parser.go).
const OPERATORS = ['<=', '<', '>=', '>', '===', '==', '!='] as const;
const PERCENTILE = /^p\((.*)\)$/;
// What Go's ParseFloat accepts of decimal numbers, underscores included.
const NUMBER = /^[+-]?(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[+-]?\d+)?$/i;
const NAMED_NUMBERS: Readonly<Record<string, number>> = {
  inf: Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
  nan: Number.NaN,
};
const METHODS_BY_TYPE = {
  counter: ['count', 'rate'],
  gauge: ['value'],
  rate: ['rate'],
  trend: ['avg', 'min', 'max', 'med', 'p'],
} as const satisfies Record<MetricType, readonly string[]>;

export type ThresholdOperator = (typeof OPERATORS)[number];
type ThresholdMethod = (typeof METHODS_BY_TYPE)[MetricType][number];

/** One comparison of a metric's aggregate with a number, such as `p(95)<500`. */
export interface ThresholdExpression {
  readonly method: ThresholdMethod;
  /** 0 to 100 when the method is `p`. */
  readonly percent: number | undefined;
  readonly operator: ThresholdOperator;
  readonly limit: number;
}

/**
 * Parses a threshold as k6 writes it: `p(95)<500`, `rate<0.01`, `count>0`.
 *
 * @throws SyntaxError when k6 would refuse the text.
 */
export function parseThresholdExpression(text: string): ThresholdExpression {
  const fail = (expected: string) => new SyntaxError(`Cannot parse threshold "${text}": expected ${expected}`);

  const operator = OPERATORS.find((candidate) => text.split(candidate).slice(1).join(candidate) !== '');
  if (operator === undefined) {
    throw fail('a method, an operator (<, <=, >, >=, ==, ===, !=) and a number, such as p(95)<500');
  }
  const at = text.indexOf(operator);
  const methodText = text.slice(0, at).trim();
  const limitText = text.slice(at + operator.length).trim();

  const limit = parseNumber(limitText);
  if (limit === undefined) throw fail(`a plain number after ${operator}, not "${limitText}"`);

  const percentText = PERCENTILE.exec(methodText)?.[1];
  if (percentText !== undefined) {
    const percent = parseNumber(percentText);
    if (percent === undefined || !(percent >= 0 && percent <= 100)) {
      throw fail(`a percentile from 0 to 100, not "${percentText}"`);
    }
    return { method: 'p', percent, operator, limit };
  }
  if (!isMethod(methodText)) {
    throw fail(`the method to be one of value, count, rate, avg, min, med, max or p(N), not "${methodText}"`);
  }
  return { method: methodText, percent: undefined, operator, limit };
}

/** The aggregation methods that a threshold on a metric of this type may use; `p` stands for `p(N)`. */
export function thresholdMethods(type: MetricType): readonly ThresholdMethod[] {
  return METHODS_BY_TYPE[type];
}

function isMethod(text: string): text is Exclude<ThresholdMethod, 'p'> {
  return text !== 'p' && Object.values(METHODS_BY_TYPE).some((methods) => methods.some((method) => method === text));
}

function parseNumber(text: string): number | undefined {
  if (NUMBER.test(text)) return Number(text.replaceAll('_', ''));
  const named = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (!named) return undefined;
  const value = NAMED_NUMBERS[(named[2] ?? '').toLowerCase()];
  return value !== undefined && named[1] === '-' ? -value : value;
}
