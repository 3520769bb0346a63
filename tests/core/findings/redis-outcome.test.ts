import { expect, test } from 'vitest';
import { redisOutcomeOf } from '../../../src/core/findings/redis-outcome.ts';

test.each([
  ['WRONGPASS invalid username-password pair or user is disabled.', 'authentication'],
  ['NOAUTH Authentication required.', 'authentication'],
  ["NOPERM User x has no permissions to run the 'set' command", 'permission'],
  ['dial tcp 127.0.0.1:6399: connect: connection refused', 'unreachable'],
  ['dial tcp: lookup nowhere: no such host', 'unreachable'],
  ['EOF', 'unreachable'],
  ['read tcp 127.0.0.1:1->127.0.0.1:2: i/o timeout', 'timeout'],
  ['redis: connection pool timeout', 'timeout'],
  ['tls: first record does not look like a TLS handshake', 'tls'],
  ['x509: certificate signed by unknown authority', 'tls'],
  ['OOM command not allowed when used memory > maxmemory', 'error'],
])('redisOutcomeOf() tells the kind of "%s"', (text, outcome) => {
  expect(redisOutcomeOf(text)).toBe(outcome);
});
