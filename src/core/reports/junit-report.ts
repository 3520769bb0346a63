import type { Result } from '../result/result.ts';
import type { RuleResult } from '../rules/judge-rules.ts';
import { formatValue } from './numbers.ts';

/** JUnit XML with one test case per rule; a rule that was not judged is a skipped one, or an error if it was required. */
export function renderJunit({ profile, rules, startedAt, testRunDurationMs, verdict }: Result): string {
  // A run without rules still needs a case: CI systems show an empty suite as green.
  const cases =
    rules.length > 0 ? rules.map((rule) => testCase(profile, rule)) : [errorCase(profile, 'verdict', verdict.sentence)];
  const count = (status: RuleResult['status'], required?: boolean) =>
    rules.filter((rule) => rule.status === status && (required === undefined || rule.required === required)).length;
  const errors = rules.length === 0 ? 1 : count('not-judged', true);
  const attributes = `tests="${cases.length}" failures="${count('fail')}" errors="${errors}" skipped="${count('not-judged', false)}" time="${(testRunDurationMs / 1_000).toFixed(3)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="poolproof" ${attributes}>`,
    `  <testsuite name="poolproof ${escapeXml(profile)}" ${attributes} timestamp="${escapeXml(startedAt)}">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(profile: string, rule: RuleResult): string {
  const { id, title, status, actual, limit, unit, samples, samplesNeeded, required } = rule;
  const measured = actual === null ? 'nothing measured' : `measured ${formatValue(actual, unit)}`;
  const message = `${title}: ${measured}, limit ${limit}, ${samples} of ${samplesNeeded} samples needed`;
  if (status === 'pass') return `    ${open(profile, id)}/>`;
  if (status === 'fail') return `    ${open(profile, id)}><failure message="${escapeXml(message)}"/></testcase>`;
  if (required) return errorCase(profile, id, message);
  return `    ${open(profile, id)}><skipped message="${escapeXml(message)}"/></testcase>`;
}

function errorCase(profile: string, id: string, message: string): string {
  return `    ${open(profile, id)}><error message="${escapeXml(`not judged: ${message}`)}"/></testcase>`;
}

function open(profile: string, id: string): string {
  return `<testcase classname="poolproof.${escapeXml(profile)}" name="${escapeXml(id)}"`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
