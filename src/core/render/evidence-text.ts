import type { Fact } from '../findings/finding.ts';
import { formatValue } from '../units/numbers.ts';

/** `startDelayP95Ms` -> `start delay p95`. */
export function factName({ name, unit }: Fact): string {
  const bare = unit === 'count' ? name : name.replace(/(?:Ms|Bytes|Share)$/, '');
  return bare.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) + (unit === 'share' ? ' (share)' : '');
}

/** What a finding rests on, in one line. */
export function evidenceText(evidence: readonly Fact[]): string {
  return evidence.map((fact) => `${factName(fact)} ${formatValue(fact.value, fact.unit)}`).join(', ');
}
