import { expect, test } from 'vitest';
import { parseThresholdExpression } from '../../../src/core/threshold-expressions/parse-threshold-expression.ts';

test.each([
  ['count>0', { method: 'count', percent: undefined, operator: '>', limit: 0 }],
  ['rate<0.01', { method: 'rate', percent: undefined, operator: '<', limit: 0.01 }],
  ['  avg   <=  250 ', { method: 'avg', percent: undefined, operator: '<=', limit: 250 }],
  ['p(95)<500', { method: 'p', percent: 95, operator: '<', limit: 500 }],
  ['p(99.9) >= 1e3', { method: 'p', percent: 99.9, operator: '>=', limit: 1_000 }],
  ['value===3', { method: 'value', percent: undefined, operator: '===', limit: 3 }],
  ['med==+3.9e1', { method: 'med', percent: undefined, operator: '==', limit: 39 }],
  ['max!=-1', { method: 'max', percent: undefined, operator: '!=', limit: -1 }],
  ['min<Infinity', { method: 'min', percent: undefined, operator: '<', limit: Number.POSITIVE_INFINITY }],
  ['count<1_000', { method: 'count', percent: undefined, operator: '<', limit: 1_000 }],
])('parseThresholdExpression() reads %s', (text, expression) => {
  expect(parseThresholdExpression(text)).toEqual(expression);
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
