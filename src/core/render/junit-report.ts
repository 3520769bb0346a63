import type { Result } from '../result/result.ts';
import { ruleMessage } from '../verdict/rule-message.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import { escapeXml } from './escape-xml.ts';
import { targetText } from './target-text.ts';
import { renderVerdict } from './verdict-text.ts';

/**
 * JUnit XML as Jenkins and GitLab read it, with one test case per rule: a failure where the rule failed; skipped where it
 * was not judged; an error where it was not judged and the run needs it, because CI systems show skipped cases as green.
 *
 * A rule takes no time of its own. Each case has an even share of the run's, since CI systems show the sum.
 */
export function renderJunit(result: Result): string {
  const { profile, rules, startedAt, testRunDurationMs } = result;
  const cases = casesOf(result);
  const count = (outcome: Outcome) => cases.filter((testCase) => testCase.outcome === outcome).length;
  const totals = `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}"`;
  const time = (ms: number) => `time="${(ms / 1_000).toFixed(3)}"`;
  // Without fraction and zone, which the schema of Ant's reports does not allow; it is UTC.
  const timestamp = startedAt.replace(/(?:\.\d+)?Z$/, '');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="poolproof" ${totals} ${time(testRunDurationMs)}>`,
    `  <testsuite name="${escapeXml(`poolproof ${profile}`)}" ${totals} skipped="${count('skipped')}" ${time(testRunDurationMs)} timestamp="${escapeXml(timestamp)}">`,
    '    <properties>',
    ...propertiesOf(result).map(([name, value]) => `      <property name="${name}" value="${escapeXml(value)}"/>`),
    '    </properties>',
    ...cases.map((testCase) => renderCase(testCase, profile, time(testRunDurationMs / cases.length))),
    `    <system-out>${escapeXml(systemOut(result))}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');

  function casesOf({ verdict }: Result): TestCase[] {
    if (rules.length > 0) return rules.map(caseOf);
    // A run without rules still needs a case: CI systems show an empty suite as green.
    return [{ name: 'verdict', outcome: 'error', message: `not judged: ${verdict.sentence}` }];
  }
}

type Outcome = 'pass' | 'failure' | 'error' | 'skipped';

interface TestCase {
  readonly name: string;
  readonly outcome: Outcome;
  readonly message: string;
}

function caseOf(rule: RuleResult): TestCase {
  const { id: name, status, required } = rule;
  const message = ruleMessage(rule);
  if (status === 'pass') return { name, outcome: 'pass', message };
  if (status === 'fail') return { name, outcome: 'failure', message };
  return { name, outcome: required ? 'error' : 'skipped', message: `not judged: ${message}` };
}

function renderCase({ name, outcome, message }: TestCase, profile: string, time: string): string {
  const head = `    <testcase name="${escapeXml(name)}" classname="${escapeXml(`poolproof.${profile}`)}" ${time}`;
  if (outcome === 'pass') return `${head}/>`;
  const text = escapeXml(message);
  if (outcome === 'skipped') return `${head}><skipped message="${text}"/></testcase>`;
  // Jenkins shows the attribute, GitLab the content.
  return `${head}><${outcome} type="${outcome === 'failure' ? 'limit' : 'not-judged'}" message="${text}">${text}</${outcome}></testcase>`;
}

function propertiesOf({ engine, profile, target, environment, verdict }: Result): [name: string, value: string][] {
  return [
    ['profile', profile],
    ['verdict', verdict.status],
    ['engine', `${engine.name} ${engine.version}`],
    ['target', targetText(target)],
    ['redis', target.redisUrl ?? 'not looked at'],
    ['poolproof', environment.poolproofVersion],
  ];
}

function systemOut(result: Result): string {
  return renderVerdict(result, { enableColors: false }).trim();
}
