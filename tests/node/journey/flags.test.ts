import { expect, test } from 'vitest';
import { journeyProblems } from '../../../src/core/journey/journey-problems.ts';
import { parseJourneyVariables } from '../../../src/core/journey/journey-variables.ts';
import { readJourney } from '../../../src/node/journey/read-journey.ts';

const { name, journey } = readJourney('dist/journeys/flags.cjs');

test('the journey that is the default is sound, and its variables have defaults', () => {
  expect(name).toBe('flags');
  expect(journeyProblems(journey, [])).toEqual([]);
  expect(parseJourneyVariables(journey, {}).problems).toEqual([]);
  expect(journey.ready?.(parseJourneyVariables(journey, { FLAGS_PATH: '/flags' }).values)).toBe('/flags');
});

test.each([
  ['FLAGS_PATH', '/flags#x'],
  ['FLAGS_PATH', '/flags%zz'],
  ['MISS_PATH', '/flags?x={unique}\r\nEvil: 1'],
  ['FLAG_KEYS', 'a\u0000b'],
  ['FLAG_KEYS', 'a,b\ud800'],
  ['FLAGS_PATH', 'config/flags'],
  ['FLAG_PATH', '/config/flags'],
  ['MISS_PATH', '/config/flags?x=1'],
  ['FLAG_KEYS', 'a,,b'],
])('its variables refuse %s=%j in one line that names it and what is allowed', (variable, value) => {
  const { problems } = parseJourneyVariables(journey, { [variable]: value });
  expect(problems).toEqual([expect.stringMatching(new RegExp(`^${variable}=.* is not allowed: give .*$`))]);
});

test.each([
  ['FLAGS_PATH', '/flags?a=b%20c&d=[e]'],
  ['FLAG_KEYS', 'dark mode,größe,🚀'],
])('its variables take %s=%s', (variable, value) => {
  expect(parseJourneyVariables(journey, { [variable]: value }).problems).toEqual([]);
});

test('its variables show no secret of a value that they refuse', () => {
  const { problems } = parseJourneyVariables(journey, { FLAGS_PATH: 'flags?token=hunter2' });
  expect(problems).toHaveLength(1);
  expect(problems.join()).not.toContain('hunter2');
});
