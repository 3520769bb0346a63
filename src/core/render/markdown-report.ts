import type { Finding } from '../findings/finding.ts';
import type { Result } from '../result/result.ts';
import { isChained } from '../result/sent.ts';
import { capital } from '../text/capital.ts';
import { formatMs, formatValue } from '../units/numbers.ts';
import { limitText } from '../verdict/limit-text.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import type { VerdictStatus } from '../verdict/verdict.ts';
import { stepTable } from './edge-lines.ts';
import { evidenceText } from './evidence-text.ts';
import { failedOnlyAway } from './figure-lines.ts';
import { headlineOf } from './headline.ts';
import { lambdaRows } from './lambda-lines.ts';
import { markdownCode, markdownText } from './markdown-text.ts';
import { outageLines } from './outage-lines.ts';
import { shareRow } from './share-lines.ts';
import { styleFor } from './style.ts';
import { targetText } from './target-text.ts';

/** A comment on GitHub holds 65536 characters; what else is in it is not ours to know. */
const MOST_CHARACTERS = 60_000;
const FINDINGS_SHOWN = 5;
const OPEN_RULES_SHOWN = 40;

const SIGNS: Readonly<Record<VerdictStatus, string>> = { healthy: '✅', unhealthy: '❌', 'not-judged': '⚠️' };
const RULE_SIGNS: Readonly<Record<RuleResult['status'], string>> = { pass: '✅', fail: '❌', 'not-judged': '⚠️' };

/** A result as GitHub's Markdown, for a comment or a step summary: verdict, causes, what did not pass, figures, rules. */
export function renderMarkdown(result: Result): string {
  const { profile, verdict, findings, rules, remarks = [] } = result;
  const headline = headlineOf(result);
  const head = [
    `## ${SIGNS[verdict.status]} poolproof ${markdownText(profile)}: ${markdownText(headline)}`,
    `**${capital(verdict.status.replace('-', ' '))}**: ${markdownText(verdict.sentence)}.`,
    ...findings.slice(0, FINDINGS_SHOWN).map((finding) => findingText(finding, headline)),
    ...remarks.map(({ sentence, next }) => `Remark: ${markdownText(sentence)}.<br>Next: ${markdownText(next)}`),
    rulesTable(rules.filter(isOpen).slice(0, OPEN_RULES_SHOWN)),
    figures(result),
    result.saturation === undefined ? '' : codeBlock(stepTable(result.saturation, styleFor(false))),
  ];
  const allRules = rulesDetails(rules);
  const isTooLong = [...head, allRules].join('').length > MOST_CHARACTERS;
  const parts = [...head, isTooLong ? 'All rules are in result.json.' : allRules, origin(result)];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Whether a rule kept the run from being healthy. */
function isOpen({ status, required }: RuleResult): boolean {
  return status === 'fail' || (status === 'not-judged' && required);
}

function codeBlock(lines: readonly string[]): string {
  return ['```text', ...lines, '```'].join('\n');
}

function findingText({ id, sentence, evidence, next, confidence }: Finding, headline: string): string {
  const doubt = confidence === 'high' ? '' : ` (confidence: ${confidence})`;
  return [
    `**${markdownText(id)}**${sentence === headline ? '' : `: ${markdownText(sentence)}.`}${doubt}`,
    ...(evidence.length === 0 ? [] : [`Evidence: ${markdownText(evidenceText(evidence))}`]),
    `Next: ${markdownText(next)}`,
  ].join('<br>');
}

/** `60 of 60 planned`, or `60 in 20 of 20 iterations planned`. */
function sentOfPlan(counts: Result['requests']): string {
  const { requests, iterations, plannedRequests } = counts;
  return isChained(counts)
    ? `${requests} in ${iterations} of ${plannedRequests} iterations planned`
    : `${requests} of ${plannedRequests} planned`;
}

function figures(result: Result): string {
  const { requests, scenarios, statusCodes } = result;
  if (requests.requests + requests.droppedIterations === 0) return '';
  const latency = (of: Result['requests']['latencyMs']) =>
    of === null
      ? 'none answered as expected'
      : `median ${formatMs(of.p50)}, p95 **${formatMs(of.p95)}**, p99 ${formatMs(of.p99)}, max ${formatMs(of.max)}`;
  const rows = [
    [
      'requests',
      `${sentOfPlan(requests)} (${requests.achievedPerSecond.toFixed(1)}/s), ${requests.failedRequests} failed, ${requests.droppedIterations} dropped`,
    ],
    [
      'status codes',
      Object.entries(statusCodes)
        .map(([code, count]) => `${code === '0' ? 'no answer' : code}: ${count}`)
        .join(', '),
    ],
    ...(result.saturation === undefined
      ? [
          ['latency', latency(requests.latencyMs)],
          ...Object.entries(scenarios).map(([name, { latencyMs }]) => [markdownCode(name), latency(latencyMs)]),
        ]
      : [['knee', markdownText(result.saturation.sentence)]]),
    ...(result.breakpoint === undefined ? [] : [['breakpoint', markdownText(result.breakpoint.sentence)]]),
    ...redisRows(result),
    ...[...lambdaRows(result), ...shareRow(result)].map(([name, texts]) => [
      name,
      texts.map(markdownText).join('<br>'),
    ]),
    ...(result.outage === undefined ? [] : [['outage', outageLines(result.outage).map(markdownText).join('<br>')]]),
  ];
  return ['| | |', '| --- | --- |', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
}

function redisRows({ redis, evidence, outage, rules }: Result): (readonly [string, string])[] {
  if (redis === null) return [['Redis', 'not looked at (REDIS_URL is not set)']];
  const planned =
    outage !== undefined && redis.failedCommands > 0 && failedOnlyAway(rules) ? ' (planned: Redis was away)' : '';
  const p95 = redis.latencyMs === null ? '' : `, p95 ${formatMs(redis.latencyMs.p95)}`;
  const connections = evidence?.connectionsMax;
  return [
    ['Redis', `${redis.commands} commands, ${redis.failedCommands} failed${planned}${p95}`],
    ...(connections === null || connections === undefined
      ? []
      : [['connections of the API', `at most ${connections}`] as const]),
  ];
}

function rulesDetails(rules: readonly RuleResult[]): string {
  if (rules.length === 0) return '';
  const amount = (status: RuleResult['status']) => rules.filter((rule) => rule.status === status).length;
  const summary = `All rules: ${amount('pass')} passed, ${amount('fail')} failed, ${amount('not-judged')} not judged`;
  return `<details>\n<summary>${summary}</summary>\n\n${rulesTable(rules)}\n\n</details>`;
}

function rulesTable(rules: readonly RuleResult[]): string {
  if (rules.length === 0) return '';
  return [
    '| | rule | measured | limit | samples (needed) |',
    '| --- | --- | ---: | --- | ---: |',
    ...rules.map(ruleRow),
  ].join('\n');
}

function ruleRow(rule: RuleResult): string {
  const { id, title, status, actual, unit, samples, samplesNeeded, required, why } = rule;
  const measured = actual === null ? '' : formatValue(actual, unit);
  const name = `${markdownText(title)}${required ? '' : ' (not required)'}${why === undefined ? '' : `: ${markdownText(why)}`}<br>${markdownCode(id)}`;
  return `| ${RULE_SIGNS[status]} | ${name} | ${measured} | ${markdownText(limitText(rule))} | ${samples} (${samplesNeeded}) |`;
}

function origin({ engine, target, startedAt, environment }: Result): string {
  const against = target.baseUrl === '' ? '' : ` against ${markdownCode(targetText(target))}`;
  const machine = `${environment.cpus} × ${environment.cpuModel}, ${environment.os}`;
  return `<sub>${markdownText(`${engine.name} ${engine.version}`)}${against}, ${markdownText(startedAt)}, load from ${markdownText(machine)}</sub>`;
}
