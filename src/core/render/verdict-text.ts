import type { Finding } from '../findings/finding.ts';
import type { Report } from '../result/report.ts';
import { ruleInShort } from '../verdict/rule-message.ts';
import { evidenceText } from './evidence-text.ts';
import { failedRules, headlineOf, type Told } from './headline.ts';
import { type Style, styleFor } from './style.ts';

const FINDINGS_SHOWN = 3;
const RULES_SHOWN = 8;

/**
 * What came of a run: its cause and verdict in one line with the evidence and what to do next, other causes, remarks, and
 * the rules that failed.
 */
export function renderVerdict(
  report: Told & Pick<Report, 'remarks' | 'rules'>,
  options: { enableColors: boolean },
): string {
  const { verdict, findings, remarks = [], rules } = report;
  const style = styleFor(options.enableColors);
  const paint = { healthy: style.good, unhealthy: style.bad, 'not-judged': style.open }[verdict.status];
  const headline = headlineOf(report);
  const shown = findings.slice(0, FINDINGS_SHOWN);
  const cause = shown.find(({ sentence }) => sentence === headline);
  return [
    '',
    ...remarks.flatMap(({ sentence, next }) => [`  ${style.open('remark')}: ${sentence}.`, `    ${next}`, '']),
    `  ${paint(style.strong(verdict.status.replace('-', ' ').toUpperCase()))}: ${headline}`,
    ...(cause === undefined ? [] : about(cause, style)),
    ...shown
      .filter((other) => other !== cause)
      .flatMap((other) => ['', `  ${style.strong('also')}: ${other.sentence}`, ...about(other, style)]),
    ...(headline === verdict.sentence ? [] : ['', `  ${verdict.sentence}`]),
    ...failedLines(rules, style),
  ].join('\n');
}

function about({ id, evidence, next, confidence }: Finding, style: Style): string[] {
  return [
    ...(evidence.length === 0 ? [] : [`    evidence: ${evidenceText(evidence)}`]),
    `    next: ${next}`,
    `    ${style.faint(`confidence: ${confidence}; more in docs/findings.md#${id}`)}`,
  ];
}

function failedLines(rules: Report['rules'], style: Style): string[] {
  const failed = failedRules(rules);
  const rest = failed.length - RULES_SHOWN;
  return [
    ...failed.slice(0, RULES_SHOWN).map((rule) => `    ${style.bad('✗')} ${ruleInShort(rule)}`),
    ...(rest > 0 ? [`    and ${rest} more`] : []),
  ];
}
