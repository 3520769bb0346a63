import { expect, test } from 'vitest';
import { adviceOnNoAnswer } from '../../../src/core/journey/unreachable-api.ts';

test.each([
  ['tls: first record does not look like a TLS handshake', 'https://api', 'with http://'],
  ['http: server gave HTTP response to HTTPS client', 'https://api', 'with http://'],
  ['EOF', 'http://api', 'with https:// if it speaks TLS'],
  ['read: connection reset by peer', 'http://api', 'with https:// if it speaks TLS'],
  ['EOF', 'https://api', 'Set BASE_URL to its address'],
  ['request timeout', 'http://api', 'raise REQUEST_TIMEOUT'],
  ['x509: unknown authority', 'https://api', 'Set CA_FILE'],
  ['proxyconnect tcp: dial: connection refused', 'http://api', 'NO_PROXY'],
  ['dial: connection refused', 'http://api', 'Set BASE_URL to its address'],
])('adviceOnNoAnswer() on "%s" of %s ends with what to set', (error, baseUrl, advice) => {
  expect(adviceOnNoAnswer(error, baseUrl)).toContain(advice);
  // Nobody is told to use the scheme that is in use.
  if (advice.startsWith('Set BASE_URL')) expect(adviceOnNoAnswer(error, baseUrl)).not.toMatch(/https?:\/\//);
});
