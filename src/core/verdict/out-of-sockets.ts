import { readValue, type SummaryData } from '../summary/summary-data.ts';
import type { RuleResult } from './rule-result.ts';

/** What failed for lack of sockets says nothing of the API. */
export function withoutSockets(results: readonly RuleResult[], data: SummaryData): RuleResult[] {
  const count = readValue(data, 'generator_out_of_sockets', 'count');
  if (count === 0) return [...results];
  const why = `the load generator had no socket left for ${count} request${count === 1 ? '' : 's'}`;
  return results.map((result) =>
    result.about === 'api' && result.status === 'fail' ? { ...result, status: 'not-judged', why } : result,
  );
}
