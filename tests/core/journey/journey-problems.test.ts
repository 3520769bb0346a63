import { expect, test } from 'vitest';
import { journeyProblems } from '../../../src/core/journey/journey-problems.ts';

const send = () => undefined;
const LIST = { share: 100, cache: 'warm', send };

test('a journey that is sound has no problems', () => {
  const two = {
    list: { ...LIST, share: 70 },
    one: {
      ...LIST,
      share: 30,
      expect: [200, 404],
      check: { 'is one': send },
      limits: { 'scenario-latency-p95': 30, 'dropped-iterations': null },
    },
  };
  expect(journeyProblems({ requests: two, setup: send, variables: { USER_NAME: { about: 'who' } } }, [])).toEqual([]);
});

test.each<[string, unknown, string]>([
  ['no journey', undefined, 'the default export is no journey: write export default journey({ requests: { … } })'],
  ['no requests', { requests: {} }, 'requests is empty: name at least one'],
  [
    'shares that make less than all',
    { requests: { list: { ...LIST, share: 60 }, one: { ...LIST, share: 30 } } },
    'the shares make 90 % and not 100: list 60, one 30; change one of them',
  ],
  [
    'a request that is never sent',
    { requests: { list: LIST, one: { ...LIST, share: 0 } } },
    'request "one": share is 0; give a whole number of percent from 1 to 100, or it is never sent',
  ],
  [
    'no cache',
    { requests: { list: { share: 100, send } } },
    `request "list": cache is missing; give 'warm' (a cache can answer it), 'miss' (none can) or 'none' (it does not ask a cache)`,
  ],
  [
    'a name that is no name',
    { requests: { 'all products': LIST } },
    'request "all products": a name is up to 40 letters, digits, _ and -, and begins with a letter',
  ],
  [
    'a name that is taken',
    { requests: { observer: LIST } },
    'request "observer": this is the name of a scenario of poolproof; choose another',
  ],
  [
    'nothing that sends it',
    { requests: { list: { ...LIST, send: 'GET /' } } },
    'request "list": send is "GET /"; give a function that sends it',
  ],
  [
    'a check that checks nothing',
    { requests: { list: { ...LIST, check: { 'is a list': true } } } },
    'request "list": check "is a list" is no function',
  ],
  [
    'a status that is none',
    { requests: { list: { ...LIST, expect: 2000 } } },
    'request "list": expect is 2000; give a status such as 201, or several',
  ],
  [
    'limits that are none',
    { requests: { list: { ...LIST, limits: 30 } } },
    'request "list": limits is 30; give an object of numbers by the id of a rule',
  ],
  [
    'a limit of no rule',
    { requests: { list: { ...LIST, limits: { p95: 30 } } } },
    'request "list": limits has "p95", which no request can have: give scenario-latency-p95 or dropped-iterations',
  ],
  [
    'a limit that nothing can hold',
    { requests: { list: { ...LIST, limits: { 'scenario-latency-p95': -3 } } } },
    'request "list": limits has scenario-latency-p95: -3; give a number from 0, or null to leave the rule out',
  ],
  [
    'a variable of poolproof',
    { requests: { list: LIST }, variables: { RATE: { about: 'mine' } } },
    'variable "RATE": this name is taken; choose another',
  ],
])('journeyProblems() names %s in one line', (_what, journey, line) => {
  expect(journeyProblems(journey, ['RATE'])).toEqual([line]);
});
