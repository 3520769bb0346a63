import type { Result } from '../../core/result/result.ts';
import { isChained } from '../../core/result/sent.ts';
import { formatMs, formatShare } from '../../core/units/numbers.ts';
import { limitText } from '../../core/verdict/limit-text.ts';
import type { RuleResult } from '../../core/verdict/rule-result.ts';
import { type Content, html, Markup } from './markup.ts';
import { statusMark } from './status.ts';

interface Figure {
  readonly name: string;
  readonly value: Content;
  readonly note?: Content;
  /** Its rule failed. */
  readonly isBad?: boolean;
}

/** The numbers that a team asks for first. */
export function keyFigures(result: Result): Markup {
  return html`<section aria-labelledby="figures"><h2 id="figures">Key figures</h2>
<dl class="figures">${[...requestFigures(result), ...latencyFigures(result), ...redisFigures(result)].map(
    ({ name, value, note, isBad }) =>
      html`<div${isBad ? new Markup(' class="bad"') : null}><dt>${name}</dt><dd class="value">${value}</dd>${note === undefined ? null : html`<dd class="note">${note}</dd>`}</div>\n`,
  )}</dl></section>`;
}

function requestFigures({ requests: total, rules, saturation, breakpoint }: Result): Figure[] {
  const { plannedRequests, requests, iterations = 0, failedRequests, droppedIterations, achievedPerSecond } = total;
  const failedShare = requests === 0 ? '' : `${formatShare(failedRequests / requests)} of all sent`;
  // To go beyond the edge is what such a run is for.
  const isBeyond = (saturation && saturation.knee.step !== null) || breakpoint?.stoppedBy;
  const expected = (count: number) => (isBeyond && count > 0 ? ', expected beyond the edge' : '');
  return [
    {
      name: 'Requests sent',
      value: whole(requests),
      note: isChained(total)
        ? `in ${whole(iterations)} iterations, ${whole(plannedRequests)} planned`
        : `${whole(plannedRequests)} planned`,
    },
    {
      name: 'Failed',
      value: whole(failedRequests),
      ...judged(`${failedShare}${expected(failedRequests)}`, ruleOf(rules, 'failed-requests')),
    },
    { name: 'Dropped', value: whole(droppedIterations), note: `found no free VU${expected(droppedIterations)}` },
    { name: 'Rate', value: `${achievedPerSecond.toFixed(1)} /s`, note: 'sent on average' },
  ];
}

function latencyFigures({ requests: { latencyMs }, rules, saturation }: Result): Figure[] {
  // Over all steps of a rate that rises, one latency says nothing.
  if (saturation !== undefined) return [];
  if (latencyMs === null)
    return [{ name: 'Latency', value: '–', note: 'not measured: no request was answered as expected' }];
  const { p50, p95, p99, p999, max } = latencyMs;
  return [
    { name: 'p50', value: formatMs(p50), note: 'half are faster' },
    { name: 'p95', value: formatMs(p95), ...judged('', ruleOf(rules, 'latency-p95')) },
    { name: 'p99', value: formatMs(p99), ...judged('', ruleOf(rules, 'latency-p99')) },
    { name: 'p99.9', value: formatMs(p999) },
    { name: 'Slowest', value: formatMs(max) },
  ];
}

function redisFigures({ redis, rules, evidence }: Result): Figure[] {
  if (redis === null || evidence === null)
    return [{ name: 'Redis', value: '–', note: 'not measured: Redis was not observed' }];
  const { connectionsMax, expectedMaxConnections, hits, lookups } = evidence;
  const connections = ruleOf(rules, 'redis-connections');
  const warm = ruleOf(rules, 'redis-warm-hit-rate');
  return [
    { name: 'Redis commands', value: whole(redis.commands), note: `${whole(redis.failedCommands)} failed` },
    {
      name: 'Connections, most',
      value: connectionsMax === null ? '–' : whole(connectionsMax),
      ...judged(connections === undefined ? `${expectedMaxConnections} expected` : '', connections),
    },
    {
      name: 'Warm hits',
      value: warm?.actual == null ? '–' : formatShare(warm.actual),
      ...(warm?.actual == null
        ? { note: warm === undefined ? 'not part of this run' : 'not measured here' }
        : judged('', warm)),
    },
    {
      name: 'Misses',
      value: hits === null || !lookups ? '–' : formatShare(1 - hits / lookups),
      ...(lookups
        ? judged(`of ${whole(lookups)} lookups`, ruleOf(rules, 'redis-miss-share'))
        : { note: 'not measured: no lookup was seen' }),
    },
  ];
}

/** What is said of a figure, and what became of its rule. */
function judged(text: string, rule: RuleResult | undefined): Pick<Figure, 'note' | 'isBad'> {
  if (rule === undefined) return { note: text };
  return {
    note: html`${text === '' ? null : `${text}, `}limit ${limitText(rule)} ${statusMark(rule.status)}`,
    isBad: rule.status === 'fail',
  };
}

/** The rule about the whole run. */
function ruleOf(rules: readonly RuleResult[], id: string): RuleResult | undefined {
  return rules.find((rule) => rule.id === id);
}

/** With a thin space between thousands. */
function whole(count: number): string {
  return `${Math.round(count)}`.replace(/\B(?=(?:\d{3})+$)/g, '\u202f');
}
