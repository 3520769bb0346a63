import { expect, test } from 'vitest';
import { ENGINES, runPoolproof } from '../helpers/run-poolproof.ts';

// AWS itself, where a function and its address are given by hand, with credentials as AWS tools take them:
// LAMBDA_TEST_FUNCTION=staging-lego-api LAMBDA_TEST_URL=https://… npx vitest run tests/integration/lambda-aws.test.ts
// It is loaded with 20 requests/s for 2 s, and needs the permissions of docs/lambda.md.
const { LAMBDA_TEST_FUNCTION = '', LAMBDA_TEST_URL = '' } = process.env;
const isGiven = LAMBDA_TEST_FUNCTION !== '' && LAMBDA_TEST_URL !== '';
if (!isGiven) {
  process.stdout.write('Skipping the tests on AWS itself: LAMBDA_TEST_FUNCTION and LAMBDA_TEST_URL are not set\n');
}

test.skipIf(!isGiven).each(ENGINES)('a run on %s reads the log of a function of AWS', async (ENGINE) => {
  const { result, output } = await runPoolproof({
    ENGINE,
    BASE_URL: LAMBDA_TEST_URL,
    LAMBDA_FUNCTION: LAMBDA_TEST_FUNCTION,
  });
  expect(result?.lambda?.unread, output).toBeUndefined();
  expect(result?.lambda?.logs).toMatchObject({ isComplete: true });
  expect(result?.lambda?.logs?.invocations).toBeGreaterThanOrEqual(result?.requests.requests ?? Number.NaN);
  expect(result?.lambda?.logs?.environments).toBeGreaterThan(0);
});
