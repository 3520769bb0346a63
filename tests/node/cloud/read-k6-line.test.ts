import { expect, test } from 'vitest';
import { readK6Line } from '../../../src/node/cloud/read-k6-line.ts';

test.each([
  ['Init   [   0% ] Uploading archive', { kind: 'uploading' }],
  ['Init   [   0% ] Building the archive...', undefined],
  [
    '        output: https://x.grafana.net/a/k6-app/runs/1',
    { kind: 'address', address: 'https://x.grafana.net/a/k6-app/runs/1' },
  ],
  ['Run    [   3% ] 01.0s/30s', { kind: 'progress', text: '01.0s/30s' }],
  ['     test status: Aborted (by user)', { kind: 'progress', text: 'Aborted (by user)' }],
  ['     execution: cloud', undefined],
])('readK6Line(%j)', (line, expected) => {
  expect(readK6Line(line)).toEqual(expected);
});
