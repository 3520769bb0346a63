import type { Finding } from '../../core/findings/finding.ts';
import type { RuleResult } from '../../core/verdict/rule-result.ts';
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

/** Links to the charts on which a rule is seen. */
export function chartsOfRule({ metric, about }: RuleResult): Markup | null {
  return about === 'redis' && !metric.startsWith('redis_') ? null : links([metric]);
}

/** Links to the charts on which the evidence of a finding is seen. */
export function chartsOfFinding({ evidence }: Finding): Markup | null {
  return links(evidence.map(({ name }) => name));
}

function links(names: readonly string[]): Markup | null {
  const charts = SEEN_ON.filter(([, , seen]) => names.some((name) => seen.test(name)));
  if (charts.length === 0) return null;
  return html`Seen on: ${charts.map(([id, title], index) => html`${index === 0 ? null : ', '}<a href="#chart-${id}">${title}</a>`)}`;
}
