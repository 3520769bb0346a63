import { describe, expect, test } from 'vitest';
import { ReturnWatch } from '../../../src/core/observer/return-watch.ts';
import { type RedisSample, readRedisSample } from '../../../src/core/redis/redis-sample.ts';

/** A look that saw these clients, each as its name and its last command; none where Redis does not list them. */
function lookAt(clients: readonly (readonly [name: string, cmd: string])[] | undefined, apiClients = '*'): RedisSample {
  const lines = clients?.map(([name, cmd], id) => `id=${id} addr=h:${id} name=${name} age=9 idle=0 flags=N cmd=${cmd}`);
  const own = 'id=99 addr=h:99 name=poolproof-probe flags=N';
  return readRedisSample({ info: '', ...(lines && { clientList: [own, ...lines].join('\n') }) }, apiClients);
}

/** Whether the API was seen at each look after the return, and whether what was looked up since is in doubt. */
function watching(apiClients: string, before: Parameters<typeof lookAt>[0], ...after: Parameters<typeof lookAt>[0][]) {
  const watch = new ReturnWatch(apiClients);
  watch.addBefore(lookAt(before, apiClients), 5_000);
  const seen = after.map((clients, index) => watch.add(lookAt(clients, apiClients), 1_000 * (index + 1)));
  return { seen, isInDoubt: watch.isInDoubt };
}

const API = ['api', 'get'] as const;
const SHOP = ['shop', 'get'] as const;

describe('without API_CLIENTS', () => {
  test('the one kind of before is the API', () => {
    expect(watching('*', [API, API], [], [API])).toEqual({ seen: [false, true], isInDoubt: false });
  });

  test('a kind that comes only afterwards is not', () => {
    expect(watching('*', [API], [SHOP], [SHOP])).toEqual({ seen: [false, false], isInDoubt: true });
    expect(watching('*', [API], [SHOP], [SHOP, API])).toEqual({ seen: [false, true], isInDoubt: false });
  });

  test('of several kinds any may be the API, which has come back once all have', () => {
    expect(watching('*', [API, SHOP], [SHOP], [API, SHOP])).toEqual({ seen: [false, true], isInDoubt: false });
    expect(watching('*', [API, SHOP], [API], [SHOP]).isInDoubt).toBe(true);
  });

  test('who asks for no data is not the API, if anybody does', () => {
    const admin = ['', 'info'] as const;
    expect(watching('*', [API, admin], [], [API])).toEqual({ seen: [false, true], isInDoubt: false });
    expect(watching('*', [API, admin], [admin], [API, admin])).toEqual({ seen: [false, true], isInDoubt: false });
    expect(watching('*', [['api', 'ping']], [], [API]).seen).toEqual([false, true]);
  });

  test('nobody knows where Redis does not list its clients, or the API was not there before', () => {
    expect(watching('*', undefined, undefined)).toEqual({ seen: [false], isInDoubt: true });
    expect(watching('*', [], [SHOP]).seen).toEqual([false]);
  });
});

test('with API_CLIENTS the API is whom it names, and others may have made the lookups until it asks', () => {
  const named = watching('api', [API, SHOP], [SHOP], [['api', 'client|setinfo'], SHOP]);
  expect(named).toEqual({ seen: [false, true], isInDoubt: true });
  const isInDoubt = (...after: Parameters<typeof lookAt>[0][]) => watching('api', [API, SHOP], ...after).isInDoubt;
  expect(isInDoubt([SHOP], [['api', 'ping'], SHOP])).toBe(true);
  expect(isInDoubt([SHOP], [API, SHOP])).toBe(false);
  // What was asked while Redis hung.
  expect(isInDoubt([API, SHOP], [SHOP])).toBe(true);
  expect(isInDoubt([], [['api', 'ping']])).toBe(false);
});
