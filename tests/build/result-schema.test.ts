import { readFileSync } from 'node:fs';
import { createGenerator } from 'ts-json-schema-generator';
import { expect, test } from 'vitest';

test('result.schema.json is what `npm run schema` makes of the types', () => {
  const schema = createGenerator({
    path: 'src/core/result/result.ts',
    type: 'StoredResult',
    tsconfig: 'src/core/tsconfig.json',
    topRef: false,
    skipTypeCheck: true,
    additionalProperties: true,
  }).createSchema('StoredResult');
  const written = JSON.parse(readFileSync('src/core/result/result.schema.json', 'utf8'));
  expect(written).toEqual(JSON.parse(JSON.stringify(schema)));
});
