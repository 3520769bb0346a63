import { expect, test } from 'vitest';
import { expectedStatus } from '../../../src/core/evidence/expected-status.ts';
import { findCauses } from '../../../src/core/findings/find-causes.ts';
import { HEALTHY } from '../findings/evidence-of.ts';

/** What was expected where as many answers as given failed these checks. */
function expectedOf(fails: Readonly<Record<string, number>>): number | null {
  const checks = Object.entries(fails).map(([name, count]) => ({ name, path: '', passes: 9, fails: count }));
  return expectedStatus({
    metrics: {},
    root_group: { name: '', groups: [], checks },
    state: { isStdOutTTY: false, testRunDurationMs: 6_000 },
  });
}

const SENTENCES: readonly [title: string, fails: Readonly<Record<string, number>>, sentence: string][] = [
  [
    'the status of the requests that failed',
    { 'status is 200': 0, 'status is 201': 3, 'a list': 4 },
    '3 of 303 requests were answered with status 503, where 201 was expected, while Redis answered every command',
  ],
  [
    'nothing where requests of several kinds failed',
    { 'status is 200': 2, 'status is 201': 1 },
    '3 of 303 requests were answered with status 503, while Redis answered every command',
  ],
  [
    'nothing where one of several was expected',
    { 'status is 200 or 404': 3 },
    '3 of 303 requests were answered with status 503, while Redis answered every command',
  ],
  [
    'nothing where it is not known',
    {},
    '3 of 303 requests were answered with status 503, while Redis answered every command',
  ],
];

test.each(SENTENCES)('errors of an API are told with %s', (_title, fails, sentence) => {
  const [cause] = findCauses({
    ...HEALTHY,
    requestsFailed: 3,
    serverErrors: 3,
    unexpectedStatusMin: 503,
    unexpectedStatusMax: 503,
    expectedStatus: expectedOf(fails),
  });
  expect(cause?.sentence).toBe(sentence);
});
