import type { Report } from '../result/report.ts';
import type { RuleResult } from '../verdict/rule-result.ts';

/** What a run is about, in one sentence: its cause, where the API stops holding if the run looked for that, or the verdict. */
export function headlineOf({ verdict, findings, saturation, breakpoint }: Told): string {
  const [first] = findings;
  if (first !== undefined) return first.sentence;
  return verdict.status === 'healthy' ? (saturation ?? breakpoint ?? verdict).sentence : verdict.sentence;
}

export type Told = Pick<Report, 'verdict' | 'findings' | 'saturation' | 'breakpoint'>;

/** Rules that made the verdict what it is, where it is a bad one. */
export function failedRules(rules: readonly RuleResult[]): readonly RuleResult[] {
  return rules.filter(({ status }) => status === 'fail');
}
