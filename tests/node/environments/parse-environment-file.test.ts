import { expect, test } from 'vitest';
import { parseEnvironmentFile } from '../../../src/node/environments/parse-environment-file.ts';

test('parseEnvironmentFile() reads values plain and quoted, with comments, CRLF and a byte order mark', () => {
  const text = [
    '\uFEFF# a comment',
    'BASE_URL=https://staging.example.com/a?b=c',
    'export RATE = 20  # per second',
    '',
    'AUTHORIZATION="Bearer a#b $c"',
    'FAULT_CMD=\'docker compose stop "redis"\' # a comment',
    'REDIS_URL=',
  ].join('\r\n');
  expect(parseEnvironmentFile(text)).toEqual({
    variables: {
      BASE_URL: 'https://staging.example.com/a?b=c',
      RATE: '20',
      AUTHORIZATION: 'Bearer a#b $c',
      FAULT_CMD: 'docker compose stop "redis"',
      REDIS_URL: '',
    },
    problems: [],
  });
});

test.each([
  ['a line without =', 'RATE 20', 'line 2 is no variable: write NAME=value, or # in front of a comment'],
  ['a name that is none', '2ND=20', 'line 2 is no variable: write NAME=value, or # in front of a comment'],
  [
    'a quote that does not end, which would take in the lines after it',
    'RATE="20',
    'line 2 has no end of the quoted value of RATE: close it on the same line',
  ],
  [
    'text behind a quoted value',
    'AUTHORIZATION="Bearer" s3cret',
    'line 2 has no end of the quoted value of AUTHORIZATION: close it on the same line',
  ],
  [
    'a # that would cut the value in two',
    'AUTHORIZATION=pa#ss',
    'line 2 has a # within the value of AUTHORIZATION: write the value in quotes',
  ],
])('parseEnvironmentFile() refuses %s, and does not quote it', (_what, line, problem) => {
  expect(parseEnvironmentFile(`A=1\n${line}\nB=2`)).toEqual({ variables: {}, problems: [problem] });
});
