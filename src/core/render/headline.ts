import type { Report } from '../result/report.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import { outageSentence } from './outage-lines.ts';

/**
 * What a run is about, in one sentence: its cause, or what the run looked for (where the API stops holding, how it fared
 * without Redis), or the verdict.
 */
export function headlineOf(told: Told): string {
  const { verdict, findings, saturation, breakpoint, outage } = told;
  const [first] = findings;
  if (isCutShort(told)) return verdict.sentence;
  if (first !== undefined) return first.sentence;
  if (verdict.status !== 'healthy') return verdict.sentence;
  return outage === undefined ? (saturation ?? breakpoint ?? verdict).sentence : outageSentence(outage);
}

/** Whether a run was not judged because it was cut short: a cause of that would be a guess, the cut is why. */
export function isCutShort({ verdict, endedEarly }: Pick<Told, 'verdict' | 'endedEarly'>): boolean {
  return endedEarly !== undefined && verdict.status === 'not-judged';
}

export interface Told extends Pick<Report, 'verdict' | 'findings' | 'saturation' | 'breakpoint' | 'outage'> {
  /** Only the command knows it. */
  readonly endedEarly?: string;
}

/** Rules that made the verdict what it is, where it is a bad one. */
export function failedRules(rules: readonly RuleResult[]): readonly RuleResult[] {
  return rules.filter(({ status }) => status === 'fail');
}
