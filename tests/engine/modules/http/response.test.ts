import { expect, test } from 'vitest';
import { Response } from '../../../../src/engine/modules/http/response.ts';

function withBody(body: string): Response {
  const response = new Response(() => {});
  response.body = body;
  return response;
}

// Values by k6 v2.2 (gjson).
test.each([
  ['a.b.0', 1],
  ['a.b.#', 4],
  ['a.b.#.x', [3, null]],
  ['a\\.b', 7],
  ['n', null],
  ['missing', undefined],
  ['s.x', undefined],
  ['a.#', undefined],
  ['a.b.9', undefined],
  ['', undefined],
  ['a.b.#.x.y', []],
])('json(%j)', (selector, expected) => {
  const response = withBody('{"a":{"b":[1,2,{"x":3},{"x":null}]},"n":null,"a.b":7,"s":"t"}');
  expect(response.json(selector)).toEqual(expected);
});

test.each(['a.*', 'a.#(b==1)', '@reverse', 'a|b', '{a,b}', 'a.b.#(x>1)#'])(
  'json(%j) is refused by name',
  (selector) => {
    expect(() => withBody('{}').json(selector)).toThrow('install k6');
  },
);

// Texts by k6 v2.2 (encoding/json).
test.each([
  ['{"a": x}', "line 1, character 7 , error: invalid character 'x' looking for beginning of value"],
  ['{"a": 1\n,}', "line 2, character 2 , error: invalid character '}' looking for beginning of object key string"],
  ['{"a" 1}', "line 1, character 6 , error: invalid character '1' after object key"],
  ['[1 2]', "line 1, character 4 , error: invalid character '2' after array element"],
  ['{"a": tru}', "line 1, character 10 , error: invalid character '}' in literal true (expecting 'e')"],
  ['"a\nb"', "line 2, character 1 , error: invalid character '\\n' in string literal"],
  ['[1,\n01]', "line 2, character 2 , error: invalid character '1' after array element"],
  ['', 'line 1, character 0 , error: unexpected end of JSON input'],
  ['{"a":', 'line 1, character 5 , error: unexpected end of JSON input'],
  ['{} x', "line 1, character 4 , error: invalid character 'x' after top-level value"],
])('json() says where %j is wrong', (body, expected) => {
  expect(() => withBody(body).json()).toThrow(`cannot parse json due to an error at ${expected}`);
});

test('json() caches its value, a selector does not', () => {
  const response = withBody('{"a":{}}');
  expect(response.json()).toBe(response.json());
  expect(response.json('a')).not.toBe(response.json('a'));
});

test('json() of a null body throws, of invalid JSON with a selector it is undefined', () => {
  const response = withBody('{');
  expect(response.json('a')).toBeUndefined();
  response.body = null;
  expect(() => response.json('a')).toThrow("the body is null so we can't transform it to JSON");
});

test('json() reads no deeper than k6 does, whatever the depth', () => {
  const tooDeep = withBody('['.repeat(1_000_000));
  expect(() => tooDeep.json()).toThrow("line 1, character 10001 , error: invalid character '[' exceeded max depth");
});
