import { notesOf } from '../summary/notes.ts';
import type { SummaryData, SummaryMetric } from '../summary/summary-data.ts';
import { readValue } from '../summary/summary-data.ts';
import { meetsThreshold } from '../threshold-expressions/meets-threshold.ts';
import { parseThresholdExpression } from '../threshold-expressions/parse-threshold-expression.ts';
import { withoutSockets } from './out-of-sockets.ts';
import { type Rule, samplesForStatistic } from './rule.ts';
import type { RuleResult, RuleStatus } from './rule-result.ts';
import { whyNotJudged } from './why-not-judged.ts';
import { whyUnattributed } from './why-unattributed.ts';

/** Fewer may all have met the same pause. */
const FEW_SAMPLES = 3;

/** Judges every rule by what the engine measured. */
export function judgeRules(rules: readonly Rule[], data: SummaryData): RuleResult[] {
  const notes = notesOf(data.root_group);
  const isCut = rules.some((rule) => isLost(rule, data));
  const results = (isCut ? rules.map(asFarAsItWent) : rules).map((rule) =>
    withReason(judgeAttributed(rule, data), whyNotJudged(rule, notes) ?? whyUnattributed(rule, data, notes)),
  );
  // Too short a run to tell is no late generator.
  const isGeneratorSound = results.every(
    ({ about, status, required }) =>
      about !== 'generator' || status === 'pass' || (status === 'not-judged' && !required),
  );
  // A generator that was late measured itself, so no latency counts, good or bad.
  const believed = results.map((result) =>
    isGeneratorSound || !isLatency(result) ? result : { ...result, status: 'not-judged' as const },
  );
  return withoutSockets(believed, data);
}

/** Whether a generator is to be believed shows in what it did until its load was stopped. */
function asFarAsItWent(rule: Rule): Rule {
  const { about, floor, threshold } = rule;
  return about === 'generator' ? { ...rule, floor: { ...floor, atLeast: samplesForStatistic(threshold) } } : rule;
}

/** The observer runs beside the load, and its times are as much in doubt. */
function isLatency({ about, unit }: RuleResult): boolean {
  return about !== 'generator' && unit === 'ms';
}

function withReason(result: RuleResult, why: string | undefined): RuleResult {
  return why === undefined || result.status !== 'not-judged' ? result : { ...result, why };
}

/** What came last may be anybody's, after enough that was told: no pass then. What has failed by then has. */
function judgeAttributed(rule: Rule, data: SummaryData): RuleResult {
  const result = judgeRule(rule, data);
  const isPassInDoubt = result.status === 'pass' && whyUnattributed(rule, data) !== undefined;
  return isPassInDoubt ? { ...result, status: 'not-judged' } : result;
}

function judgeRule(rule: Rule, data: SummaryData): RuleResult {
  const { metric, threshold, floor, required } = rule;
  const samples = readValue(data, floor.counter, 'count');
  const measured = data.metrics[metric];
  // The engine is not asked to judge what is not required.
  const ok = measured?.thresholds?.[threshold]?.ok ?? isMet(threshold, measured?.values);
  const isGone = isLost(rule, data);
  return {
    id: rule.id,
    title: rule.title,
    about: rule.about,
    ...(rule.scenario === undefined ? {} : { scenario: rule.scenario }),
    metric,
    limit: threshold,
    ...(rule.limitFrom && { limitFrom: rule.limitFrom }),
    ...(rule.unit === undefined ? {} : { unit: rule.unit }),
    actual:
      measured === undefined || (samples === 0 && !isGone) ? null : (measured.values[statisticOf(threshold)] ?? null),
    samples,
    samplesNeeded: floor.atLeast,
    required,
    status: isGone ? 'fail' : statusOf(ok, samples, rule, measured),
  };
}

/** Whether a rule that is lost before the end has been; false where that does not stop the load. */
export function isLost({ lostBy }: Rule, { metrics }: SummaryData): boolean {
  if (lostBy === undefined) return false;
  const values = metrics[lostBy.metric]?.values;
  return values !== undefined && hasSamples(values) && isMet(lostBy.threshold, values) === false;
}

/** A share of nothing reads 0. */
function hasSamples({ passes, fails }: SummaryMetric['values']): boolean {
  return passes === undefined || fails === undefined || passes + fails > 0;
}

function isMet(threshold: string, values: SummaryMetric['values'] | undefined): boolean | undefined {
  const actual = values?.[statisticOf(threshold)];
  return actual === undefined ? undefined : meetsThreshold(parseThresholdExpression(threshold), actual);
}

function statusOf(
  ok: boolean | undefined,
  samples: number,
  rule: Rule,
  measured: SummaryMetric | undefined,
): RuleStatus {
  if (ok === undefined || measured === undefined) return 'not-judged';
  // One counterexample refutes "never" and "always", however few samples there were; a percentile needs its floor.
  if (!ok && samples > 0 && isRefutedByOneSample(rule.threshold)) return 'fail';
  if (samples < rule.floor.atLeast) return !ok && failsAnyway(rule, samples, measured) ? 'fail' : 'not-judged';
  return ok ? 'pass' : 'fail';
}

/** Whether a rule has failed even if each sample that is missing had been a good one. */
function failsAnyway({ threshold, floor }: Rule, samples: number, { values }: SummaryMetric): boolean {
  const expression = parseThresholdExpression(threshold);
  const { method, operator, limit } = expression;
  const { rate = 0, med } = values;
  // Half of the answers beyond the limit of a percentile: no more of them would mend that.
  if (method === 'p') return samples >= FEW_SAMPLES && med !== undefined && !meetsThreshold(expression, med);
  if (method !== 'rate') return false;
  return operator.startsWith('<')
    ? rate * samples > limit * floor.atLeast
    : (1 - rate) * samples > (1 - limit) * floor.atLeast;
}

function isRefutedByOneSample(threshold: string): boolean {
  return /={2,3}|^max|^count\s*</.test(threshold);
}

/** `p(95)<50` -> `p(95)`: the name of the value that the threshold is about. */
export function statisticOf(threshold: string): string {
  return threshold.split(/\s*[<>=!]/)[0] ?? threshold;
}
