import { expect, test } from 'vitest';
import { BlockingCall, BlockingCalls, CallPlaces, refuseFields } from '../../../src/engine/vu/blocking-calls.ts';

/** The calls of a VU, and the errors that were refused. */
function createCalls() {
  const refused: string[] = [];
  const calls = new BlockingCalls(new CallPlaces(), ({ message }) => refused.push(message));
  return { calls, refused };
}

test('a call that is awaited gives its result or its error, and leaves nothing behind', async () => {
  const { calls, refused } = createCalls();
  expect(await calls.start('http.get', (resolve) => resolve(5))).toBe(5);
  await expect(calls.start('http.get', (_, reject) => reject(new Error('no')))).rejects.toThrow('no');
  calls.assertNoneLeft();
  calls.close();
  expect(refused).toEqual([]);
});

test.each([
  ['open, and awaited', false, true],
  ['settled, and not awaited', true, false],
  ['open, and not awaited', false, false],
])('a call that is %s when its function ends is refused', async (_what, isSettled, isAwaited) => {
  const { calls, refused } = createCalls();
  const call = calls.start('sleep', (resolve) => {
    if (isSettled) resolve(undefined);
  });
  if (isAwaited) void call.then(() => {});
  await Promise.resolve();
  expect(() => calls.assertNoneLeft()).toThrow('sleep(…) was not awaited');
  expect(refused).toHaveLength(1);
  // It is told once.
  calls.close();
  calls.close();
});

test('who is told that a call has settled does not await it in place of the script', async () => {
  const { calls, refused } = createCalls();
  const call = calls.start('http.get', (resolve) => resolve(1));
  let isTold = false;
  call.onSettled(() => {
    isTold = true;
  });
  await Promise.resolve();
  expect(isTold).toBe(true);
  expect(() => calls.assertNoneLeft()).toThrow('http.get(…) was not awaited');
  expect(refused).toHaveLength(1);
});

test('what awaits a call goes on in the first turn of promises after it', async () => {
  const { calls } = createCalls();
  const order: string[] = [];
  const awaiting = async () => order.push(await calls.start('http.get', (resolve) => resolve('call')));
  const turns = Promise.all([awaiting(), Promise.resolve().then(() => order.push('turn'))]);
  await turns;
  expect(order).toEqual(['call', 'turn']);
});

test('a call that was awaited and interrupted is not blamed, one that nobody awaited is', () => {
  const { calls, refused } = createCalls();
  void calls.start('sleep', () => {}).then(() => {});
  calls.close();
  expect(refused).toEqual([]);
  void calls.start('http.post', () => {});
  calls.close();
  expect(refused).toEqual([expect.stringContaining('http.post(…) was not awaited')]);
});

test('reading a field of the result of a call throws, and so does an item or a loop', () => {
  refuseFields(['status', Symbol.iterator]);
  const { calls, refused } = createCalls();
  const call = calls.start('http.get', () => {}) as unknown as { status: number } & Iterable<unknown>;
  expect(() => call.status).toThrow('http.get(…) was not awaited');
  expect(() => [...call]).toThrow('http.get(…) was not awaited');
  expect(refused).toHaveLength(2);
});

test('what then() gives is a plain promise, whose fields are its own', async () => {
  refuseFields(['status']);
  const { calls } = createCalls();
  const next = calls.start<number>('http.get', (resolve) => resolve(1)).then((value) => value + 1);
  expect(next).not.toBeInstanceOf(BlockingCall);
  expect((next as unknown as { status: unknown }).status).toBeUndefined();
  expect(await next).toBe(2);
});

test('places are noted of the first calls, and then of one now and then', () => {
  const places = new CallPlaces();
  const noted = Array.from({ length: 5_000 }, () => places.note() !== undefined);
  expect(noted.slice(0, 50).every(Boolean)).toBe(true);
  expect(noted.every(Boolean)).toBe(false);
});
