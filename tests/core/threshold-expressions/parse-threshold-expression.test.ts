import { expect, test } from 'vitest';
import { parseThresholdExpression } from '../../../src/core/threshold-expressions/parse-threshold-expression.ts';

test.each([
  ['count>0', 'count', undefined, '>', 0],
  ['rate<0.01', 'rate', undefined, '<', 0.01],
  ['  avg   <=  250 ', 'avg', undefined, '<=', 250],
  ['p(95)<500', 'p', 95, '<', 500],
  ['p(99.9) >= 1e3', 'p', 99.9, '>=', 1_000],
  ['value===3', 'value', undefined, '===', 3],
  ['med==+3.9e1', 'med', undefined, '==', 39],
  ['max!=-1', 'max', undefined, '!=', -1],
  ['min<Infinity', 'min', undefined, '<', Number.POSITIVE_INFINITY],
  ['count<1_000', 'count', undefined, '<', 1_000],
])('parseThresholdExpression() reads %s', (text, method, percent, operator, limit) => {
  expect(parseThresholdExpression(text)).toEqual({ method, percent, operator, limit });
});

test.each([
  ['avg', 'no operator'],
  ['avg = 1', 'an assignment'],
  ['avg<', 'no number'],
  ['p95<500', 'a percentile without parentheses'],
  ['p( 95)<500', 'a space inside the parentheses'],
  ['p(101)<500', 'a percentile over 100'],
  ['p(-1)<500', 'a percentile under 0'],
  ['avg<500ms', 'a unit'],
  ['avg<0x1F4', 'a hexadecimal number'],
  ['avg<1 && max<2', 'two comparisons'],
  ['foo<1', 'an unknown method'],
  ['p<1', 'a percentile without number'],
])('parseThresholdExpression() refuses "%s": %s', (text) => {
  expect(() => parseThresholdExpression(text)).toThrow(SyntaxError);
  expect(() => parseThresholdExpression(text)).toThrow(`Cannot parse threshold "${text}"`);
});
