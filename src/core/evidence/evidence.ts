import type { SummaryData } from '../summary/summary-data.ts';
import type { ScenarioPlan } from '../workload/workload.ts';
import { httpEvidence } from './http-evidence.ts';
import { redisEvidence } from './redis-evidence.ts';

/** What a run planned, as far as evidence is measured against it. */
export interface EvidencePlan {
  readonly scenarios: readonly ScenarioPlan[];
  readonly expectedMaxConnections: number;
  readonly observeEveryMs: number;
}

/**
 * Everything that a cause is found by: numbers, with the unit at the end of the name (`Ms`, `Bytes`, `Share`; else a
 * count). null: not known, because nobody measured it or nobody was told.
 */
export type Evidence = Readonly<ReturnType<typeof evidenceOf>>;
export type EvidenceName = keyof Evidence;

/** Gathers the evidence of a run. */
export function buildEvidence(data: SummaryData, plan: EvidencePlan): Evidence {
  return evidenceOf(data, plan);
}

function evidenceOf(data: SummaryData, { scenarios, expectedMaxConnections, observeEveryMs }: EvidencePlan) {
  const durationMs = Math.max(...scenarios.map((scenario) => scenario.durationMs));
  return {
    durationMs,
    observeEveryMs,
    expectedMaxConnections,
    warmKeys: warmKeysOf(data.setup_data),
    ...httpEvidence(data, scenarios),
    ...redisEvidence(data),
  };
}

/** The list and each flag: the cache keys that the warm requests ask for. */
function warmKeysOf(setupData: unknown): number | null {
  const { flagKeys } = (setupData ?? {}) as { readonly flagKeys?: unknown };
  return Array.isArray(flagKeys) ? flagKeys.length + 1 : null;
}
