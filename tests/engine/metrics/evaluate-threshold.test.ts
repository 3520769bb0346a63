import { expect, test } from 'vitest';
import { parseThresholdExpression } from '../../../src/core/threshold-expressions/parse-threshold-expression.ts';
import { evaluateThreshold } from '../../../src/engine/metrics/evaluate-threshold.ts';
import { createSink } from '../../../src/engine/metrics/sinks.ts';

test.each([
  ['rate', 'rate>0.99', true],
  ['rate', 'rate<0.01', true],
  ['counter', 'count>0', false],
  ['counter', 'count<1', true],
  ['counter', 'count==0', true],
  ['counter', 'rate>0', false],
  ['trend', 'p(95)<1', true],
  ['trend', 'p(95)>1', false],
  ['trend', 'avg>0', false],
  ['gauge', 'value>0', false],
] as const)('a %s without samples judged by %s passes: %s, as in k6', (type, text, expected) => {
  expect(evaluateThreshold(parseThresholdExpression(text), createSink(type), 1_000)).toBe(expected);
});

test('the rate of a counter in a run that took no time passes, as in k6', () => {
  expect(evaluateThreshold(parseThresholdExpression('rate>0'), createSink('counter'), 0)).toBe(true);
});

test.each([
  ['med<25', false],
  ['med<=25', true],
  ['p(90)==37', true],
  ['max!=40', false],
  ['avg>=25', true],
  ['min===10', true],
])('a trend of 10, 20, 30, 40 judged by %s passes: %s', (text, expected) => {
  const sink = createSink('trend');
  for (const sample of [40, 10, 30, 20]) sink.add(sample);
  expect(evaluateThreshold(parseThresholdExpression(text), sink, 1_000)).toBe(expected);
});
