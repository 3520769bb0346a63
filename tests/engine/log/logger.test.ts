import { expect, test } from 'vitest';
import { inspectValue } from '../../../src/engine/log/inspect-value.ts';
import { createLogger } from '../../../src/engine/log/logger.ts';

test('createLogger() writes lines as k6 does', () => {
  const lines: string[] = [];
  const log = createLogger(
    (line) => lines.push(line),
    () => Date.UTC(2026, 10, 23, 20, 36, 22, 999),
  );
  log('info', 'plain', { source: 'console' });
  log('error', 'a "quoted"\n\tline', { scenario: 'default', executor: 'constant-vus' });
  log('warning', '');
  log('debug', 'left out');
  expect(lines).toEqual([
    'time="2026-11-23T20:36:22Z" level=info msg=plain source=console\n',
    'time="2026-11-23T20:36:22Z" level=error msg="a \\"quoted\\"\\n\\tline" executor=constant-vus scenario=default\n',
    'time="2026-11-23T20:36:22Z" level=warning\n',
  ]);
});

test.each([
  ['text', 'text'],
  [1.5, '1.5'],
  [undefined, 'undefined'],
  [null, 'null'],
  [
    { a: 1, b: [1, { c: 's' }], u: undefined, f: () => 1 },
    '{ a: 1, b: [ 1, { c: "s" } ], u: null, f: [object Function] }',
  ],
  [new Error('boom'), 'Error: boom'],
  [new Date(0), '"1970-01-01T00:00:00.000Z"'],
  [[[], {}], '[ [], {} ]'],
  [new Map(), '{}'],
  [new Uint8Array([1, 2]), 'Uint8Array(2) [ 1, 2 ]'],
])('inspectValue() prints %j as k6 does', (value, expected) => {
  expect(inspectValue(value)).toBe(expected);
});

test('inspectValue() does not follow circles', () => {
  const circle: Record<string, unknown> = { a: 1 };
  circle.self = circle;
  expect(inspectValue(circle)).toBe('{ a: 1, self: [Circular] }');
});
