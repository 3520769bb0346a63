import type { Report } from '../result/report.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import { outageSentence } from './outage-lines.ts';

/**
 * What a run is about, in one sentence: its cause, or what the run looked for (where the API stops holding, how it fared
 * without Redis), or the verdict.
 */
export function headlineOf({ verdict, findings, saturation, breakpoint, outage, endedEarly }: Told): string {
  const [first] = findings;
  // A cause of what was not judged would be a guess: the cut is why.
  if (endedEarly !== undefined && verdict.status === 'not-judged') return verdict.sentence;
  if (first !== undefined) return first.sentence;
  if (verdict.status !== 'healthy') return verdict.sentence;
  return outage === undefined ? (saturation ?? breakpoint ?? verdict).sentence : outageSentence(outage);
}

export interface Told extends Pick<Report, 'verdict' | 'findings' | 'saturation' | 'breakpoint' | 'outage'> {
  /** Only the command knows it. */
  readonly endedEarly?: string;
}

/** Rules that made the verdict what it is, where it is a bad one. */
export function failedRules(rules: readonly RuleResult[]): readonly RuleResult[] {
  return rules.filter(({ status }) => status === 'fail');
}
