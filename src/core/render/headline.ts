import type { Report } from '../result/report.ts';
import type { RuleResult } from '../verdict/rule-result.ts';

/** What a run is about, in one sentence: its cause, where the API stops holding if the run looked for that, or the verdict. */
export function headlineOf({ verdict, findings, saturation, breakpoint, endedEarly }: Told): string {
  const [first] = findings;
  // A cause of what was not judged would be a guess: the cut is why.
  if (endedEarly !== undefined && verdict.status === 'not-judged') return verdict.sentence;
  if (first !== undefined) return first.sentence;
  return verdict.status === 'healthy' ? (saturation ?? breakpoint ?? verdict).sentence : verdict.sentence;
}

export interface Told extends Pick<Report, 'verdict' | 'findings' | 'saturation' | 'breakpoint'> {
  /** Only the command knows it. */
  readonly endedEarly?: string;
}

/** Rules that made the verdict what it is, where it is a bad one. */
export function failedRules(rules: readonly RuleResult[]): readonly RuleResult[] {
  return rules.filter(({ status }) => status === 'fail');
}
