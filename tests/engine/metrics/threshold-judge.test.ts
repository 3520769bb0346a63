import { expect, test } from 'vitest';
import { MetricRegistry } from '../../../src/engine/metrics/metric-registry.ts';
import { TagSets } from '../../../src/engine/metrics/tag-sets.ts';
import { ThresholdJudge } from '../../../src/engine/metrics/threshold-judge.ts';

const threshold = (text: string, more = {}) => ({
  threshold: text,
  abortOnFail: false,
  delayAbortEvalMs: undefined,
  ...more,
});

test('samples count for the submetrics that their tags match, and only for those', () => {
  const registry = new MetricRegistry();
  const tagSets = new TagSets();
  const judge = new ThresholdJudge(
    { 'http_reqs{status:200,name:a}': [threshold('count==2')], 'http_reqs{status:500}': [threshold('count>0')] },
    registry,
  );
  registry.add('http_reqs', 1, tagSets.of({ status: '200', name: 'a', more: 'x' }));
  registry.add('http_reqs', 1, tagSets.of({ name: 'a', status: '200' }));
  registry.add('http_reqs', 1, tagSets.of({ status: '200', name: 'b' }));
  expect(judge.evaluate(1_000, true).crossed).toEqual(['http_reqs{status:500}']);
});

test('equal tag sets are one object', () => {
  const tagSets = new TagSets();
  const base = tagSets.of({ a: '1' });
  expect(tagSets.of({ b: '2', a: '1' })).toBe(tagSets.overlay(base, { b: '2' }));
  expect(tagSets.overlay(base, { b: '2', c: '3' })).toBe(tagSets.overlay(base, { c: '3', b: '2' }));
  expect(tagSets.overlay(base, { a: '2' }).tags).toEqual({ a: '2' });
});

test('two spellings of a selector are one submetric', () => {
  const registry = new MetricRegistry();
  const judge = new ThresholdJudge(
    { 'http_reqs{status:200,name:a}': [threshold('count>0')], 'http_reqs{name:a, status:200}': [threshold('count>1')] },
    registry,
  );
  expect([...judge.metrics]).toHaveLength(1);
});

test('all thresholds that do not fit are reported together', () => {
  const create = () =>
    new ThresholdJudge(
      { nosuch: [threshold('count>0')], checks: [threshold('count>0')], vus: [threshold('value>>1')] },
      new MetricRegistry(),
    );
  expect(create).toThrow(AggregateError);
  try {
    create();
  } catch (error) {
    expect((error as AggregateError).errors.map((each: Error) => each.message)).toEqual([
      'invalid threshold defined on nosuch; reason: no metric name "nosuch" found',
      'invalid threshold "count>0" applied on metric checks; reason: unsupported aggregation method count on metric of type rate. supported aggregation methods for this metric are: rate',
      'Cannot parse threshold "value>>1": expected a plain number after >, not ">1"',
    ]);
  }
});

test('metrics without samples are left out while the test runs, and judged at its end', () => {
  const judge = new ThresholdJudge({ iterations: [threshold('count>0')] }, new MetricRegistry());
  expect(judge.evaluate(1_000, false).crossed).toEqual([]);
  expect(judge.evaluate(1_000, true).crossed).toEqual(['iterations']);
});

test('abortOnFail asks for an abort once its delay is over', () => {
  const registry = new MetricRegistry();
  const judge = new ThresholdJudge(
    { iterations: [threshold('count>5', { abortOnFail: true, delayAbortEvalMs: 4_000 })] },
    registry,
  );
  registry.add('iterations', 1, new TagSets().of({}));
  expect(judge.evaluate(4_000, false)).toEqual({ crossed: ['iterations'], shouldAbort: false });
  expect(judge.evaluate(4_001, false)).toEqual({ crossed: ['iterations'], shouldAbort: true });
});

test('a metric keeps its kind', () => {
  const registry = new MetricRegistry();
  registry.register('mine', 'counter', 'default');
  expect(registry.register('mine', 'counter', 'default')).toBe(registry.get('mine'));
  expect(() => registry.register('mine', 'trend', 'time')).toThrow(
    "metric 'mine' already exists but with type counter, instead of trend",
  );
  expect(() => registry.register('x', 'counter', 'default')).toThrow("Invalid metric name: 'x'");
});
