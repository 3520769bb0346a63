import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readHar } from '../../../src/node/first-journey/har.ts';
import { renderJourney } from '../../../src/node/first-journey/render-journey.ts';

const BASE = 'https://shop.example';

type Entries = Parameters<typeof readHar>[0]['log']['entries'];

/** The journey of a HAR file with these entries. */
function journeyOf(...entries: Entries): string {
  const found = readHar({ log: { entries } }, '');
  return typeof found === 'string' ? found : renderJourney(found, 'api.har');
}

function posted(
  mimeType: string,
  body: { text?: string; params?: { name: string; value?: string }[] },
): Entries[number] {
  return {
    request: { method: 'POST', url: `${BASE}/items`, postData: { mimeType, ...body } },
    response: { status: 200 },
  };
}

const FORM = 'application/x-www-form-urlencoded; charset=UTF-8';

test.each([
  ['as Chrome writes it', { text: 'mail=ann%40b.c&q=%C3%A9', params: [{ name: 'mail', value: 'ann%40b.c' }] }],
  ['as other tools write it', { text: 'mail=ann%40b.c&q=%C3%A9', params: [{ name: 'mail', value: 'ann@b.c' }] }],
  [
    'without its text',
    { params: [...Object.entries({ mail: 'ann@b.c', q: 'é' })].map(([name, value]) => ({ name, value })) },
  ],
])('a form %s is sent as it was', (_how, body) => {
  expect(journeyOf(posted(FORM, body))).toContain(`post("/items", { mail: "ann@b.c", q: "é" }, {`);
});

test('a form with several values of a name keeps all of them', () => {
  expect(journeyOf(posted(FORM, { text: 'tag=a&tag=b&q=1' }))).toContain('{ tag: ["a", "b"], q: "1" }');
});

test.each([
  ['a number', 'application/json', { text: '42' }],
  ['a text', 'application/json', { text: '"abc"' }],
  ['binary', 'application/octet-stream', { text: '\u0000\u0001' }],
  ['parts without a text', 'multipart/form-data; boundary=-x', { params: [{ name: 'file', fileName: 'a.png' }] }],
])('a body that is %s is to be filled in', (_what, mimeType, body) => {
  expect(journeyOf(posted(mimeType, body))).toContain(`post("/items", FILL_IN /* a body of type ${mimeType} */`);
});

test('what was not answered, WebSockets and requests without a body are no problem', () => {
  const request = (method: string, url: string) => ({ method, url, headers: [], postData: null });
  const text = journeyOf(
    { request: request('GET', `${BASE}/pending`) },
    { request: request('GET', 'wss://shop.example/live'), response: { status: 101 } },
    { request: request('GET', 'data:text/plain,x'), response: { status: 200 } },
    { request: request('POST', `${BASE}/empty`), response: { status: 204, content: {} } },
  );
  expect(text).toContain('post("/empty", null, {');
  expect(text).toContain('Left out: 2 requests of static files and pages');
  expect(text).toContain('Left out: 1 request with other methods, or that were not answered with 2xx');
});

test('a secret whose name has no letter of ASCII is a variable too', () => {
  const url = `${BASE}/items?${encodeURIComponent('ключ')}=abcdef0123456789abcdef0123456789`;
  const text = journeyOf({ request: { method: 'GET', url }, response: { status: 200 } });
  expect(text).toContain('API_SECRET: { about:');
  expect(text).toContain('send: ({ get, env }) => get(');
  expect(text).toContain('=" + env.API_SECRET');
});

// Chromium 156, driven by Playwright, on the page of json-server 0.17.4 (MIT). Texts of pages, styles and scripts were cut out.
test('a file that a browser wrote becomes a journey of the requests to its API', () => {
  const har = JSON.parse(readFileSync(new URL('./json-server.har', import.meta.url), 'utf8'));
  const found = readHar(har, '');
  if (typeof found === 'string') throw new Error(found);
  expect(found.baseUrl).toBe('http://127.0.0.1:4300');
  expect(found.remarks).toEqual([
    'BASE_URL=http://127.0.0.1:4300',
    'Left out: 6 requests of static files and pages',
    'Left out: 3 requests with other methods, or that were not answered with 2xx',
  ]);
  const text = renderJourney(found, 'json-server.har');
  const shares = [...text.matchAll(/^ {4}(\w+): \{\n {6}share: (\d+)/gm)].map(([, name, share]) => `${name} ${share}`);
  expect(shares).toEqual([
    'posts_id 19',
    'posts_author_page_limit 18',
    'db 9',
    'posts 9',
    'posts_id_comments 9',
    'comments_postId 9',
    'post_posts 9',
    'patch_posts_id 9',
    'post_comments 9',
  ]);
  expect(text).toContain('post("/posts", { title: "figs", author: "ann" }, { name: "/posts" })');
  expect(text).toContain(`post("/comments", { body: "a & b", postId: "2" }, { name: "/comments", as: 'form' })`);
  expect(text).toContain('"/posts?author=bob&_page=1&_limit=2",');
  expect(text).not.toContain('variables');
});
