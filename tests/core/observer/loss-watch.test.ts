import { expect, test } from 'vitest';
import { LossWatch } from '../../../src/core/observer/loss-watch.ts';

/** What is told of looks a second apart, each with the ids of the connections of the API. */
function told(...looks: readonly (readonly string[] | undefined)[]): string[] {
  const lines: string[] = [];
  const watch = new LossWatch((metric, value) => lines.push(`${metric} ${value}`));
  for (const [index, keys] of looks.entries()) {
    const api = keys?.map((key) => ({ key, kind: 'any', idleSeconds: 0, commandsTotal: undefined }));
    watch.add(api && { api, others: [] }, index * 1_000);
  }
  return lines;
}

test('connections of which the next look finds none are lost, and it is told when', () => {
  const lost = ['redis_api_connections_lost 2', 'redis_api_lost_at 1000', 'redis_api_lost_at 2000'];
  expect(told(['a', 'b'], ['a', 'b'], ['c', 'd'], ['c', 'd'])).toEqual(lost);
  expect(told([], ['a', 'b'], [], ['c'])).toEqual(lost);
});

test.each([
  [
    'one stays',
    [
      ['a', 'b'],
      ['b', 'c'],
    ],
  ],
  ['more come', [['a'], ['a', 'b']]],
  ['there was none', [[], ['a']]],
  ['Redis does not tell', [['a'], undefined, ['a']]],
])('nothing is lost where %s', (_what, looks) => {
  expect(told(...looks)).toEqual([]);
});
