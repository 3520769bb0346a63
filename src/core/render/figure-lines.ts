import { SLOW_INFO_MS } from '../evidence/limits.ts';
import type { LatencyMs, Report } from '../result/report.ts';
import { launchedIterations, requestsInWords } from '../result/sent.ts';
import { formatMs, formatValue } from '../units/numbers.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import { stepTable } from './edge-lines.ts';
import { outageLines } from './outage-lines.ts';
import type { Style } from './style.ts';
import { targetText } from './target-text.ts';

/** Names that are shorter take as much, so that pages of different journeys look alike. */
const SHORTEST_NAME = 12;
const LABEL_WIDTH = 14;

/** What ran against what, and the figures with their limits, a line each; no figures when nothing was sent. */
export function figureLines(report: Report, style: Style): string[] {
  const { profile, target, requests } = report;
  const against = target.baseUrl === '' ? '' : ` ${style.faint(`against ${targetText(target)}`)}`;
  const title = `${style.strong(`poolproof ${profile}`)}${against}`;
  if (requests.requests + requests.droppedIterations === 0) return [title];
  return [
    title,
    '',
    ...requestLines(report, style),
    // Over all steps of a rate that rises, one latency says nothing.
    ...(report.saturation === undefined ? latencyLines(report, style) : []),
    ...(report.saturation === undefined ? scenarioLines(report, style) : stepTable(report.saturation, style)),
    ...statusLines(report, style),
    ...checkLines(report, style),
    ...redisLines(report, style),
    ...(report.outage ? outageLines(report.outage).map((line, index) => row(index === 0 ? 'outage' : '', line)) : []),
  ];
}

/** One line of the page: what it is about, and what there is to say. */
export function row(label: string, text: string): string {
  return `${label.padEnd(LABEL_WIDTH)}${text}`;
}

/** Where the API stops holding, for the profiles that look for it. */
export function edgeLines(
  { saturation, breakpoint }: Pick<Report, 'saturation' | 'breakpoint'>,
  style: Style,
): string[] {
  if (saturation !== undefined) return [row('knee', style.strong(saturation.sentence))];
  return breakpoint === undefined ? [] : [row('breakpoint', style.strong(breakpoint.sentence))];
}

function requestLines({ requests, rules }: Report, style: Style): string[] {
  const { droppedIterations, plannedRequests, achievedPerSecond } = requests;
  const dropped = droppedIterations > 0 ? style.bad(`, ${droppedIterations} dropped`) : '';
  return [
    row('launched', `${launchedIterations(requests)} (planned ${plannedRequests})${dropped}`),
    row(
      'completed',
      `${requestsInWords(requests)}   mean rate ${achievedPerSecond.toFixed(2)}/s   failed ${requests.failedRequests}${mark(find(rules, 'failed-requests'), style)}`,
    ),
  ];
}

function latencyLines({ requests: { latencyMs, inFlight }, rules }: Report, style: Style): string[] {
  if (latencyMs === null) return [row('latency', style.open('no request was answered as expected'))];
  const { min, p50, max } = latencyMs;
  return [
    row('latency', `min ${formatMs(min)}   median ${formatMs(p50)}   max ${formatMs(max)}`),
    row('', `p95 ${limited(latencyMs.p95, find(rules, 'latency-p95'), style)}`),
    row('', `p99 ${limited(latencyMs.p99, find(rules, 'latency-p99'), style)}`),
    ...(inFlight === null
      ? []
      : [row('in flight', `${inFlight.toFixed(inFlight < 10 ? 1 : 0)} on average (rate × mean latency)`)]),
  ];
}

function scenarioLines({ scenarios, requests, rules }: Report, style: Style): string[] {
  const width = Math.max(SHORTEST_NAME, ...Object.keys(scenarios).map(({ length }) => length)) + 1;
  return Object.entries(scenarios).map(([name, { requests: count, latencyMs }], index) => {
    const share = requests.requests === 0 ? 0 : count / requests.requests;
    const latency =
      latencyMs === null ? style.open('no answer') : `p95 ${limited(latencyMs.p95, latencyRuleOf(name, rules), style)}`;
    return row(
      index === 0 ? 'scenarios' : '',
      `${name.padEnd(width)}${`${count}`.padStart(6)}  ${`(${Math.round(share * 100)} %)`.padEnd(8)}${latency}`,
    );
  });
}

function statusLines({ statusCodes }: Report, style: Style): string[] {
  const codes = Object.entries(statusCodes).map(([code, count]) => {
    const text = `${code === '0' ? 'no answer' : code}: ${count}`;
    return /^[23]/.test(code) ? text : style.bad(text);
  });
  return [row('status codes', codes.length === 0 ? style.open('none') : codes.join('   '))];
}

function checkLines({ checks, rules }: Report, style: Style): string[] {
  const passed = checks.reduce((sum, { passes }) => sum + passes, 0);
  const failed = checks.filter(({ fails }) => fails > 0);
  const total = passed + failed.reduce((sum, { fails }) => sum + fails, 0);
  return [
    row(
      'checks',
      total === 0 ? style.open('none were made') : `${passed} of ${total} passed${mark(find(rules, 'checks'), style)}`,
    ),
    ...failed.map(({ name, passes, fails }) => row('', style.bad(`✗ ${name}: ${fails} of ${passes + fails} failed`))),
  ];
}

function redisLines({ redis, rules, outage, evidence }: Report, style: Style): string[] {
  if (redis === null) return [row('Redis', style.open('not judged (REDIS_URL is not set)'))];
  const { commands, failedCommands, latencyMs } = redis;
  const latency = latencyMs === null ? '' : `   p95 ${limited(latencyMs.p95, find(rules, 'redis-latency-p95'), style)}`;
  const planned =
    outage !== undefined && failedCommands > 0 && failedOnlyAway(rules) ? ' (planned: Redis was away)' : '';
  return [
    row(
      'Redis',
      `${commands} commands   failed ${failedCommands}${mark(find(rules, 'redis-checks'), style)}${planned}${latency}`,
    ),
    ...OBSERVED.map((labels) => labels.map(([id, label]) => observed(find(rules, id), label, style)))
      .map((seen) => seen.filter((text) => text !== '').join('   '))
      .filter((line) => line !== '')
      .map((line) => row('', line)),
    ...slowInfoLines(evidence?.redisInfoMaxMs ?? 0, style),
  ];
}

function slowInfoLines(infoMaxMs: number, style: Style): string[] {
  return infoMaxMs < SLOW_INFO_MS
    ? []
    : [row('', style.open(`INFO took up to ${formatMs(infoMaxMs)}, so it was requested less often`))];
}

/** Whether Redis answered all commands before it was taken away and after the time that it had to return. */
export function failedOnlyAway(rules: readonly RuleResult[]): boolean {
  const checks = rules.filter(({ id }) => id.startsWith('redis-checks:'));
  return checks.length > 0 && checks.every(({ status }) => status === 'pass');
}

/** What the observer saw, two lines of it: rules by id, and what they are called on the page. */
const OBSERVED = [
  [
    ['redis-connections', 'connections'],
    ['redis-reuse', 'requests per connection'],
    ['redis-blocked-clients', 'blocked'],
    ['redis-rejected-connections', 'rejected'],
    ['redis-fleet', 'whole fleet'],
  ],
  [
    ['redis-warm-hit-rate', 'warm hits'],
    ['redis-miss-share', 'misses'],
    ['redis-memory-growth', 'memory'],
    ['redis-evictions', 'evicted'],
  ],
] as const;

function observed(rule: RuleResult | undefined, label: string, style: Style): string {
  if (rule === undefined) return '';
  const value = rule.actual === null ? '' : ` ${formatValue(rule.actual, rule.unit)}`;
  return `${label}${value}${rule.status === 'not-judged' ? style.open(' ?') : mark(rule, style)}`;
}

function limited(valueMs: LatencyMs['p95'], rule: RuleResult | undefined, style: Style): string {
  return rule === undefined
    ? formatMs(valueMs)
    : `${formatMs(valueMs)}${mark(rule, style)} ${style.faint(`(limit ${rule.limit.replace(/^[^<>=!]*([<>=!]+)/, '$1 ')} ms)`)}`;
}

/** With a blank before it; nothing where no rule is. */
function mark(rule: RuleResult | undefined, style: Style): string {
  if (rule === undefined) return '';
  // With enough samples it was the load generator that was late.
  const why = rule.samples < rule.samplesNeeded ? `${rule.samples} of ${rule.samplesNeeded} samples` : 'not judged';
  if (rule.status === 'not-judged') return style.open(` ? (${why})`);
  return rule.status === 'pass' ? style.good(' ✓') : style.bad(' ✗');
}

function latencyRuleOf(scenario: string, rules: readonly RuleResult[]): RuleResult | undefined {
  return rules.find(({ id, about }) => about === 'api' && id.endsWith(`latency-p95:${scenario}`));
}

function find(rules: readonly RuleResult[], id: string): RuleResult | undefined {
  return rules.find((rule) => rule.id === id);
}
