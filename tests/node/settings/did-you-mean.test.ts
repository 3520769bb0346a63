import { expect, test } from 'vitest';
import { didYouMean } from '../../../src/node/settings/did-you-mean.ts';

const KNOWN = ['BASE_URL', 'RATE', 'DURATION', 'EXPECTED_MAX_CONNECTIONS'];

test.each([
  ['RAET', 'Did you mean RATE?'],
  ['rate', 'Did you mean RATE?'],
  ['BASEURL', 'Did you mean BASE_URL?'],
  ['MAX_CONNECTIONS', 'Allowed: BASE_URL, RATE, DURATION, EXPECTED_MAX_CONNECTIONS'],
  ['EXPECTED_MAX_CONECTION', 'Did you mean EXPECTED_MAX_CONNECTIONS?'],
  ['FOO_BAR_BAZ', 'Allowed: BASE_URL, RATE, DURATION, EXPECTED_MAX_CONNECTIONS'],
])('%s is answered with "%s"', (name, answer) => {
  expect(didYouMean(name, KNOWN)).toBe(answer);
});
