import { expect, test } from 'vitest';
import { isRefused, redisOutcomeOf } from '../../../src/core/redis/redis-outcome.ts';

// As go-redis v9 and the embedded engine say it, alone and after what the client was about to do.
test.each([
  ['WRONGPASS invalid username-password pair or user is disabled.', 'authentication'],
  ['failed to authenticate: WRONGPASS invalid username-password pair or user is disabled.', 'authentication'],
  ['NOAUTH Authentication required.', 'authentication'],
  ["NOPERM User x has no permissions to run the 'set' command", 'permission'],
  ['ERR max number of clients reached', 'maxclients'],
  ['dial tcp 127.0.0.1:6399: connect: connection refused', 'unreachable'],
  ['dial tcp 10.0.0.1:6399: connect: no route to host', 'unreachable'],
  ['dial tcp: lookup nowhere: no such host', 'unknownHost'],
  ['lookup nowhere: no such host', 'unknownHost'],
  ['lookup cache.internal: server misbehaving', 'nameService'],
  ['lookup cache.internal on 127.0.0.11:53: server misbehaving', 'nameService'],
  ['dial tcp: lookup cache.internal on 10.0.0.2:53: read udp 10.0.0.3:1->10.0.0.2:53: i/o timeout', 'nameService'],
  ['EOF', 'unreachable'],
  ['read tcp 127.0.0.1:1->127.0.0.1:2: i/o timeout', 'timeout'],
  ['redis: connection pool timeout', 'timeout'],
  ['tls: first record does not look like a TLS handshake', 'tls'],
  [
    'failed to close connection after TLS handshake error: close tcp 127.0.0.1:1->127.0.0.1:2: use of closed network connection',
    'tls',
  ],
  ['x509: certificate signed by unknown authority', 'tls'],
  ['redis: can\'t parse "HTTP/1.1 400 Bad Request"', 'protocol'],
  ['redis: invalid reply: ""', 'protocol'],
  ['LOADING Redis is loading the dataset in memory', 'loading'],
  ['failed to initialize connection options: LOADING Redis is loading the dataset in memory', 'loading'],
  ["MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", 'masterDown'],
  ['BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.', 'busyScript'],
  ["OOM command not allowed when used memory > 'maxmemory'.", 'outOfMemory'],
  ['MISCONF Redis is configured to save RDB snapshots, but it cannot persist on disk.', 'misconfigured'],
  ["READONLY You can't write against a read only replica.", 'readOnly'],
  ['CLUSTERDOWN Hash slot not served', 'clusterDown'],
  ['MOVED 3999 127.0.0.1:6381', 'moved'],
  ['ASK 3999 127.0.0.1:6381', 'moved'],
  ['WRONGTYPE Operation against a key holding the wrong kind of value', 'error'],
  // The word alone is no code.
  ['ERR the queue is BUSY', 'error'],
])('redisOutcomeOf() tells the kind of "%s"', (text, outcome) => {
  expect(redisOutcomeOf(text)).toBe(outcome);
});

test('what is refused for good is told from what may pass', () => {
  expect(isRefused("NOPERM User x has no permissions to run the 'info' command")).toBe(true);
  expect(isRefused("ERR unknown command 'CLIENT', with args beginning with: 'LIST'")).toBe(true);
  expect(isRefused("ERR unknown subcommand 'LIST'. Try CLIENT HELP.")).toBe(true);
  expect(isRefused('LOADING Redis is loading the dataset in memory')).toBe(false);
  expect(isRefused('read tcp 127.0.0.1:1->127.0.0.1:2: i/o timeout')).toBe(false);
});
