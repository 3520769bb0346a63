import { request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { type OutageControl, openOutageControl } from '../../../src/node/outage/outage-control.ts';
import type { OutageMeans } from '../../../src/node/outage/outage-means.ts';

interface Opened {
  readonly control: OutageControl;
  /** What was done, in order. */
  readonly done: string[];
  readonly said: string[];
  readonly marks: string[];
}

async function open(means: Partial<OutageMeans> = {}): Promise<Opened> {
  const done: string[] = [];
  const said: string[] = [];
  const marks: string[] = [];
  const control = await openOutageControl(
    {
      takeAway: async () => void done.push('away'),
      bringBack: async () => void done.push('back'),
      cancel: () => void done.push('cancel'),
      ...means,
    },
    (line) => said.push(line),
    (kind) => marks.push(kind),
  );
  onTestFinished(() => control.close());
  return { control, done, said, marks };
}

/** Asks as anything on this machine can, with any headers; resolves to the status and the text of the answer. */
function ask(url: string, { method = 'POST', headers = {} } = {}): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    request(url, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.once('end', () => resolve([response.statusCode ?? 0, text]));
    })
      .once('error', reject)
      .end();
  });
}

test('who knows the address takes Redis away and brings it back', async () => {
  const { control, done, marks } = await open();
  expect(await ask(`${control.url}/fault`)).toEqual([200, 'done']);
  expect(marks).toEqual(['fault']);
  expect(await ask(`${control.url}/recover`)).toEqual([200, 'done']);
  await control.close();
  expect(done).toEqual(['away', 'back']);
  expect(marks).toEqual(['fault', 'return']);
});

test.each([
  ['without the secret', (url: string) => `${new URL(url).origin}/fault`, {}],
  ['with a wrong secret', (url: string) => `${url.slice(0, -1)}/fault`, {}],
  ['by GET', (url: string) => `${url}/fault`, { method: 'GET' }],
  ['under another name', (url: string) => `${url}/fault`, { headers: { host: 'evil.example' } }],
  ['by a page', (url: string) => `${url}/fault`, { headers: { origin: 'http://evil.example' } }],
  ['by a page of a file', (url: string) => `${url}/fault`, { headers: { origin: 'null' } }],
])('nobody else does: %s', async (_how, urlOf, options) => {
  const { control, done } = await open();
  expect((await ask(urlOf(control.url), options))[0]).toBe(404);
  await control.close();
  expect(done).toEqual([]);
});

test('the address is another one each time, and cannot be guessed', async () => {
  const [first, second] = await Promise.all([open(), open()]);
  const secrets = [first, second].map(({ control }) => new URL(control.url).pathname);
  expect(new Set(secrets).size).toBe(2);
  for (const secret of secrets) expect(secret).toMatch(/^\/[0-9a-f-]{36}$/);
});

test('one thing is done at a time', async () => {
  const done: string[] = [];
  let finish = (): void => {};
  const { control } = await open({
    takeAway: () =>
      new Promise((resolve) => {
        done.push('taking');
        finish = () => {
          done.push('taken');
          resolve();
        };
      }),
    bringBack: async () => void done.push('back'),
  });
  const fault = ask(`${control.url}/fault`);
  await expect.poll(() => done).toEqual(['taking']);
  const recover = ask(`${control.url}/recover`);
  // It has arrived when a later request is answered.
  await ask(`${control.url}/nothing`);
  expect(done).toEqual(['taking']);
  finish();
  expect((await Promise.all([fault, recover])).map(([status]) => status)).toEqual([200, 200]);
  expect(done).toEqual(['taking', 'taken', 'back']);
});

test('what goes wrong is told, and Redis is brought back at the end', async () => {
  const { control, done } = await open({ takeAway: () => Promise.reject(new Error('no such service')) });
  expect(await ask(`${control.url}/fault`)).toEqual([500, 'no such service']);
  await control.close();
  expect(done).toEqual(['cancel', 'back']);
});

test('when the user stops, what is under way is cancelled, and Redis is brought back', async () => {
  const done: string[] = [];
  let cancel = (): void => {};
  const { control } = await open({
    takeAway: () =>
      new Promise((_resolve, reject) => {
        done.push('taking');
        cancel = () => reject(new Error('killed'));
      }),
    bringBack: async () => void done.push('back'),
    cancel: () => cancel(),
  });
  const answers: unknown[] = [];
  const noteAnswer = (path: string) =>
    ask(`${control.url}/${path}`).then(
      (answer) => answers.push(answer),
      () => answers.push('none'),
    );
  const fault = noteAnswer('fault');
  await expect.poll(() => done).toEqual(['taking']);
  control.cancel();
  // The script is not to do more than that any more, nor to hear that something failed: it is being ended.
  const recover = noteAnswer('recover');
  await control.close();
  await Promise.all([fault, recover]);
  expect(answers).toEqual(['none', 'none']);
  expect(done).toEqual(['taking', 'back']);
});

test('a Redis that was not brought back is tried once more at the end, in less time', async () => {
  const tries: boolean[] = [];
  const { control, said } = await open({
    async bringBack(isLastTry) {
      tries.push(isLastTry);
      throw new Error('RECOVER_CMD ended with 1');
    },
  });
  await ask(`${control.url}/fault`);
  expect(await ask(`${control.url}/recover`)).toEqual([500, 'RECOVER_CMD ended with 1']);
  await control.close();
  expect(tries).toEqual([false, true]);
  expect(said).toEqual(['poolproof: Redis may still be away: RECOVER_CMD ended with 1']);
});
