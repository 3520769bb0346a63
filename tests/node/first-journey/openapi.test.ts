import { expect, test } from 'vitest';
import { readOpenApi } from '../../../src/node/first-journey/openapi.ts';
import { renderJourney } from '../../../src/node/first-journey/render-journey.ts';

/** The journey of a document with these paths, in which every $ref is in its place. */
function journeyOf(paths: Parameters<typeof readOpenApi>[0]['paths']): string {
  const found = readOpenApi({ openapi: '3.1.0', paths });
  return typeof found === 'string' ? found : renderJourney(found, 'openapi.yaml');
}

function parameter(name: string, value: unknown, where = 'query') {
  return { name, in: where, required: true, schema: { example: value } };
}

test('parameters of an operation have priority over those of its path', () => {
  const text = journeyOf({
    '/items/{id}': {
      parameters: [parameter('id', 1, 'path'), parameter('page', 1), parameter('size', 9)],
      get: { parameters: [parameter('id', 2, 'path'), parameter('page', 2)] },
    },
  });
  expect(text).toContain('get("/items/2?size=9&page=2", {');
});

test('a schema or an example that is a part of itself ends there', () => {
  const schema: Record<string, unknown> = { type: 'object', required: ['name', 'child'] };
  schema.properties = { name: { example: 'ann' }, child: schema };
  const example: Record<string, unknown> = { name: 'ann' };
  example.child = example;
  const bodyOf = (content: object) => ({ post: { requestBody: { content: { 'application/json': content } } } });
  const text = journeyOf({ '/schema': bodyOf({ schema }), '/example': bodyOf({ example }) });
  expect(text).toContain('post("/schema", { name: "ann", child: { name: "ann", child:');
  expect(text).toContain('post("/example", { name: "ann", child: FILL_IN /* child */ }, {');
});

test('no name of a document ends the comment that it is in', () => {
  const text = journeyOf({ '/items/{a**//b}': { get: {} } });
  expect(text).toContain('"/items/" + FILL_IN /* a** //b */, {');
});
