import type { RuleResult } from '../verdict/rule-result.ts';

/** A rate that was found, requests per second; null when it was not. */
interface FoundRate {
  readonly id: string;
  readonly title: string;
  readonly actual: number | null;
  /** 0 for none: any rate will do then. */
  readonly expectedRate: number;
  readonly samples: number;
  readonly samplesNeeded: number;
}

/** The rule that a run in search of the API's edge is about; too few samples leave it unjudged. */
export function edgeRule({ id, title, actual, expectedRate, samples, samplesNeeded }: FoundRate): RuleResult {
  const isEnough = actual !== null && (expectedRate > 0 ? actual >= expectedRate : actual > 0);
  return {
    id,
    title,
    about: 'api',
    metric: id.replaceAll('-', '_'),
    limit: expectedRate > 0 ? `value>=${expectedRate}` : 'value>0',
    unit: 'count',
    actual,
    samples,
    samplesNeeded,
    required: true,
    status: samples < samplesNeeded ? 'not-judged' : isEnough ? 'pass' : 'fail',
  };
}
