import { expect, test } from 'vitest';
import { parseMetricSelector } from '../../../src/engine/metrics/parse-metric-selector.ts';

test.each([
  ['http_reqs', 'http_reqs', undefined],
  ['http_reqs{status:200}', 'http_reqs', { status: '200' }],
  ['http_reqs{ status : "200" , name:\'home\'}', 'http_reqs', { status: '200', name: 'home' }],
  ['http_reqs{url:http://a:80/x}', 'http_reqs', { url: 'http://a:80/x' }],
])('parseMetricSelector() reads %s', (text, metric, tags) => {
  expect(parseMetricSelector(text)).toEqual({ metric, tags });
});

test.each([
  ['http_reqs{status:200', 'a missing brace'],
  ['http_reqs{}', 'no tags'],
  ['http_reqs{status}', 'no value'],
  ['http_reqs{status:}', 'an empty value'],
])('parseMetricSelector() refuses %s: %s', (text) => {
  expect(() => parseMetricSelector(text)).toThrow(`Cannot parse metric selector "${text}"`);
});
