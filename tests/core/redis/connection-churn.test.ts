import { expect, test } from 'vitest';
import { NO_CHURN, openedByApi, withLook } from '../../../src/core/redis/connection-churn.ts';
import { readRedisSample } from '../../../src/core/redis/redis-sample.ts';
import { commandsOfOthers, type SeenClients, wereOthersAtWork } from '../../../src/core/redis/seen-clients.ts';

/** A line of CLIENT LIST as Redis 7 prints it, and with its count of commands as Redis 8 does. */
const line = (id: number, name: string, idle = 0, commands?: number) =>
  `id=${id} addr=127.0.0.1:${5_000 + id} name=${name} age=9 idle=${idle} flags=N cmd=get${commands === undefined ? '' : ` tot-cmds=${commands}`}`;

function seen(...lines: string[]): SeenClients {
  const clientList = [line(1, 'poolproof-probe'), ...lines].join('\n');
  const { clients } = readRedisSample({ clientList }, 'my-api');
  if (clients === undefined) throw new Error('expected a list that is whole');
  return clients;
}

const API = [line(2, 'my-api'), line(3, 'my-api')];

interface Look {
  readonly lines: readonly string[];
  readonly received: number;
  readonly named?: number;
}

function opened(looks: readonly Look[], isToldApart = true, requests = 1_000) {
  let before: SeenClients | undefined;
  const churn = looks.reduce((sum, { lines, ...since }, index) => {
    const now = seen(...lines);
    const next = withLook(sum, { before, now, ...since, sinceBeforeMs: 1_000 }, now.api.length, index * 1_000);
    before = now;
    return next;
  }, NO_CHURN);
  return openedByApi(churn, isToldApart, requests);
}

const times = (count: number, look: (index: number) => Look) =>
  Array.from({ length: count }, (_, index) => look(index));

test('openedByApi() counts what the API opens and keeps', () => {
  expect(
    opened([
      { lines: API, received: 2 },
      { lines: [...API, line(9, 'my-api')], received: 1 },
    ]),
  ).toEqual({
    least: 3,
    most: 3,
  });
});

test('connections that come and go are not those of an API that works over connections that stay', () => {
  expect(opened(times(6, () => ({ lines: API, received: 40 })))).toEqual({ least: 2, most: 2 });
});

test('names given unseen beside connections that stay may be of the API, which was seen to open one at times', () => {
  const looks = times(6, (index) => ({
    lines: [...API, ...(index === 3 ? [line(10, 'my-api')] : [])],
    received: 40,
    named: 39,
  }));
  expect(opened(looks)).toEqual({ least: 3, most: 6 * 39 });
});

test('connections that come and go beside others that stay are those of an API that was seen to open some again and again', () => {
  const looks = times(6, (index) => ({ lines: [...API, line(10 + index, 'my-api')], received: 40, named: 39 }));
  expect(opened(looks)).toEqual({ least: 6 * 39, most: 6 * 39 });
});

test('connections that come and go without names beside others that stay are anybody’s, unless some are seen again and again', () => {
  const atEachLook = times(6, (index) => ({ lines: [...API, line(10 + index, 'my-api')], received: 40 }));
  expect(opened(atEachLook, false)).toEqual({ least: 6 * 40, most: 6 * 40 });
  // A pool that fills closes nothing.
  const filling = times(6, (index) => ({
    lines: [...API, ...Array.from({ length: index }, (_, id) => line(10 + id, 'my-api'))],
    received: 40,
  }));
  expect(opened(filling, false)).toEqual({ least: 2 + 5, most: 6 * 40 });
});

test('names given unseen are those of others that are seen to open connections, where the API is not', () => {
  const looks = times(6, (index) => ({ lines: [...API, line(30 + index, 'cron')], received: 40, named: 39 }));
  expect(opened(looks)).toEqual({ least: 2, most: 2 });
});

test('as many connections that nobody sees as there are requests are the API’s if it is ever seen to open one, and others are not', () => {
  const once = times(6, (index) => ({
    lines: index === 3 ? [...API, line(20, 'my-api')] : API,
    received: 40,
    named: 40,
  }));
  expect(opened(once, true, 240)).toEqual({ least: 240, most: 240 });
  expect(opened(once, false, 240)).toEqual({ least: 240, most: 240 });
  expect(opened(once, true, 300)).toEqual({ least: 3, most: 240 });
  const unseen = times(6, () => ({ lines: API, received: 40, named: 40 }));
  expect(opened(unseen, true, 240)).toEqual({ least: 2, most: 240 });
  expect(opened(unseen, false, 240)).toEqual({ least: 2, most: 240 });
  expect(opened(unseen, true, 300)).toEqual({ least: 2, most: 2 });
  const beside = times(6, (index) => ({ lines: [...API, line(30 + index, 'cron')], received: 41, named: 40 }));
  expect(opened(beside, true, 240)).toEqual({ least: 2, most: 2 });
});

test('where others are seen to open connections as well, names given unseen are anybody’s', () => {
  const looks = times(6, (index) => ({
    lines: [...API, line(10 + index, 'my-api'), line(30 + index, 'cron')],
    received: 40,
    named: 39,
  }));
  expect(opened(looks)).toEqual({ least: 8, most: 6 * 39 });
});

test('connections that come and go are those of an API that has none that stays', () => {
  const looks = times(6, (index) => ({ lines: index % 3 === 0 ? [line(10 + index, 'my-api')] : [], received: 40 }));
  expect(opened(looks)).toEqual({ least: 240, most: 240 });
});

test('connections that come and go are anybody’s where others were seen to open some and the API keeps none', () => {
  const looks = times(6, (index) => ({
    lines: [line(10 + index, 'my-api'), line(30 + index, 'cron')],
    received: 40,
  }));
  // One of the API at each look, and 38 that nobody saw at each: 40 less one of the API and one of the other.
  expect(opened(looks)).toEqual({ least: 6, most: 234 });
});

/** A connection that has not said yet who it is, if it ever will. */
const newcomer = (id: number, cmd = 'NULL', age = 0) =>
  `id=${id} addr=127.0.0.1:${5_000 + id} name= age=${age} idle=0 flags=N cmd=${cmd}`;

test('connections seen before they gave their name are no others, and those that gave one are the API’s', () => {
  const looks = times(7, (index) => ({
    lines: [line(10 + index, 'my-api'), newcomer(30 + index, index % 2 === 0 ? 'NULL' : 'hello')],
    received: 40,
    named: 39,
  }));
  // At the first look nobody knows who was there before: six without a name were seen to come since.
  expect(opened(looks)).toEqual({ least: 7 * 39, most: 7 + 7 * 38 + 6 });
});

test('connections that never give a name are not the API’s, however many they are', () => {
  const looks = times(7, (index) => ({
    lines: [line(10 + index, 'my-api'), newcomer(30 + index)],
    received: 40,
    named: 2,
  }));
  expect(opened(looks).least).toBe(7 * 2);
});

test('where more are seen without a name than with one, whose names were given is anybody’s guess', () => {
  const looks = times(7, (index) => ({
    lines: [...(index === 3 ? [line(10, 'my-api')] : []), newcomer(30 + index)],
    received: 40,
    named: 40,
  }));
  expect(opened(looks).least).toBe(1);
});

test.each([
  ['works', newcomer(30, 'ping')],
  ['has another one', line(30, 'cron')],
  ['gives none for two seconds', newcomer(30, 'NULL', 2)],
])('what comes without the name of the API and %s is of others', (_what, other) => {
  const looks = times(7, (index) => ({
    lines: [line(10 + index, 'my-api'), ...(index === 4 ? [other] : index === 5 ? [newcomer(40)] : [])],
    received: 40,
    named: 40,
  }));
  expect(opened(looks).least).toBe(7);
});

test('without a name to tell the API by, what comes and goes beside connections that stay is anybody’s', () => {
  const clients = readRedisSample({ clientList: [line(1, 'poolproof-probe'), ...API].join('\n') }, '*').clients;
  const look = { before: clients, now: clients, received: 40, sinceBeforeMs: 1_000 };
  const churn = [1, 2, 3].reduce((sum, second) => withLook(sum, look, 2, second * 1_000), NO_CHURN);
  expect(openedByApi(churn, false, 1_000)).toEqual({ least: 0, most: 120 });
});

test('a connection that lies idle since before the load is none that the API works over', () => {
  const idle = [line(2, 'my-api', 600)];
  expect(opened(times(6, () => ({ lines: idle, received: 40 })))).toEqual({ least: 240, most: 240 });
});

const BUSY_API = { before: API, now: API, received: 0 };

test.each<[string, Partial<typeof BUSY_API>, number | null]>([
  ['nobody else', {}, 0],
  ['others that are idle', { before: [...API, line(7, 'cron', 60)], now: [...API, line(7, 'cron', 61)] }, 0],
  [
    'others at work, as Redis 7 shows them',
    { before: [...API, line(7, 'cron')], now: [...API, line(7, 'cron')] },
    null,
  ],
  [
    'others at work, as Redis 8 counts them',
    { before: [...API, line(7, 'cron', 0, 500)], now: [...API, line(7, 'cron', 0, 560)] },
    60,
  ],
  ['others that are new and say what they sent', { now: [...API, line(7, 'cron', 0, 12)], received: 1 }, 12],
  ['others that are gone with what they sent', { before: [...API, line(7, 'cron', 0, 5)] }, null],
  [
    'others whose connections come and go',
    { before: [...API, line(7, 'cron', 0, 5)], now: [...API, line(7, 'cron', 0, 5)], received: 9 },
    null,
  ],
])('commandsOfOthers() knows of %s', (_what, looks, commands) => {
  const { before, now, received } = { ...BUSY_API, ...looks };
  const look = { before: seen(...before), now: seen(...now), received, sinceBeforeMs: 1_000 };
  expect(commandsOfOthers(look)).toBe(commands);
});

/** Opened ahead of need: nothing was ever sent on it. */
const silent = (age: number) => `id=7 addr=127.0.0.1:5007 name= age=${age} idle=${age} flags=N cmd=NULL`;

test('a connection on which nothing was ever sent has sent nothing, and may be one of the API once it is used', () => {
  const looks = [[silent(0)], [silent(1)], [line(7, 'my-api')]].map((lines) => seen(...API, ...lines));
  const commandsAt = (index: number) =>
    commandsOfOthers({ before: looks[index - 1], now: looks[index], received: 3, sinceBeforeMs: 1_000 });
  expect([0, 1, 2].map(commandsAt)).toEqual([0, 0, 0]);
});

test('commandsOfOthers() knows nothing without a list', () => {
  expect(commandsOfOthers({ before: undefined, now: undefined, received: 0, sinceBeforeMs: 1_000 })).toBeNull();
});

test.each<[boolean, string, string[], string[]]>([
  [true, 'who sent something before the second that the server counts now', [line(7, 'cron')], [line(7, 'cron', 1)]],
  [
    true,
    'who sent something between INFO and CLIENT LIST of the look before',
    [line(7, 'cron', 0, 5)],
    [line(7, 'cron', 1, 5)],
  ],
  [false, 'who was idle all the time', [line(7, 'cron', 9)], [line(7, 'cron', 10)]],
])('wereOthersAtWork() is %s with %s', (wereAtWork, _who, before, now) => {
  const look = { before: seen(...before), now: seen(...now) };
  expect(wereOthersAtWork({ ...look, received: 0, sinceBeforeMs: 1_000 })).toBe(wereAtWork);
});

test('a connection on which nothing was ever sent is of nobody yet, however old it is', () => {
  const looks = times(7, (index) => ({
    lines: [line(10 + index, 'my-api'), ...(index === 2 ? [silent(90)] : [])],
    received: 40,
    named: 40,
  }));
  expect(opened(looks).least).toBe(7 * 40);
});
