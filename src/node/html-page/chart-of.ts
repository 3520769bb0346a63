import type { Finding } from '../../core/findings/finding.ts';
import type { Result } from '../../core/result/result.ts';
import { ruleName } from '../../core/verdict/rule-message.ts';
import type { RuleResult } from '../../core/verdict/rule-result.ts';
import { findingAnchor, ruleAnchor } from './anchors.ts';
import { html, type Markup } from './markup.ts';

/** Charts by id and title, and which metrics of rules and facts of findings are seen on them. */
const SEEN_ON: readonly (readonly [chart: string, title: string, names: RegExp])[] = [
  ['waiting', 'waiting', /^poolWaiting/],
  [
    'connections',
    'connections',
    /^(?:(?:all)?[cC]onnections(?!Refused)|pool|requestsPerConnection|redis_(?:api_)?connections|redis_requests_per_connection)/,
  ],
  ['latency', 'latency', /^(?:(?:warm|miss)(?:P\d+|Max)Ms|http_req_duration|api_latency)/],
  [
    'errors',
    'failures',
    /^(?:requests(?:Failed|Unanswered|TimedOut)|serverErrors|clientErrors|http_req_failed|checks(?!.*redis))/,
  ],
  ['misses', 'misses', /^(?:misses|warmHitShare|redis_warm_hit_rate|redis_miss_share)/],
  ['start-delay', 'start delay', /^(?:startDelay|iteration_start_delay)/],
  ['throughput', 'throughput', /^(?:iterationsDropped|dropped_iterations)/],
];

const RULES_SHOWN = 4;

/** Links to the charts on which a rule is seen. */
export function chartsOfRule(rule: RuleResult): Markup | null {
  return links(namesOfRule(rule));
}

/** Links to the charts on which the evidence of a finding is seen. */
export function chartsOfFinding(finding: Finding): Markup | null {
  return links(namesOfFinding(finding));
}

/** The way back: from a chart to the findings and rules that are seen on it, rules that failed first. */
export function seenOnChart({ findings, rules }: Pick<Result, 'findings' | 'rules'>, chart: string): Markup | null {
  const [, , seen] = SEEN_ON.find(([id]) => id === chart) ?? [];
  if (seen === undefined) return null;
  const isSeen = (names: readonly string[]) => names.some((name) => seen.test(name));
  const limiting = rules.filter((rule) => isSeen(namesOfRule(rule)));
  // Rules of the whole run come before those of one scenario.
  const weight = ({ status, scenario }: RuleResult) => (status === 'fail' ? 0 : 2) + (scenario === undefined ? 0 : 1);
  const shown = [...limiting].sort((a, b) => weight(a) - weight(b)).slice(0, RULES_SHOWN);
  const rest = limiting.length - shown.length;
  const found = findings.filter((finding) => isSeen(namesOfFinding(finding)));
  if (found.length + shown.length === 0) return null;
  return html`<p class="muted">${listed(
    'Findings',
    found.map(({ id }) => html`<a href="#${findingAnchor(id)}">${id}</a>`),
  )}${found.length > 0 && shown.length > 0 ? ' ' : null}${listed('Rules', [
    ...shown.map((rule) => html`<a href="#${ruleAnchor(rule.id)}">${ruleName(rule)}</a>`),
    ...(rest > 0 ? [html`<a href="#rules">and ${rest} more</a>`] : []),
  ])}</p>`;
}

function namesOfRule({ metric, about }: RuleResult): readonly string[] {
  return about === 'redis' && !metric.startsWith('redis_') ? [] : [metric];
}

function namesOfFinding({ evidence }: Finding): readonly string[] {
  return evidence.map(({ name }) => name);
}

function links(names: readonly string[]): Markup | null {
  const charts = SEEN_ON.filter(([, , seen]) => names.some((name) => seen.test(name)));
  if (charts.length === 0) return null;
  return html`Seen on: ${joined(charts.map(([id, title]) => html`<a href="#chart-${id}">${title}</a>`))}`;
}

function listed(what: string, items: readonly Markup[]): Markup | null {
  return items.length === 0 ? null : html`${what}: ${joined(items)}.`;
}

function joined(items: readonly Markup[]): Markup {
  return html`${items.map((item, index) => html`${index === 0 ? null : ', '}${item}`)}`;
}
