import type { SummaryData } from '../summary/summary-data.ts';
import type { Rule } from '../verdict/rule.ts';
import type { ScenarioPlan } from '../workload/workload.ts';
import { httpEvidence } from './http-evidence.ts';
import { limitsOf } from './limits.ts';
import { redisEvidence } from './redis-evidence.ts';

/** What a run planned, as far as evidence is measured against it. */
export interface EvidencePlan {
  readonly scenarios: readonly ScenarioPlan[];
  readonly expectedMaxConnections: number;
  readonly observeEveryMs: number;
  /** How often the API runs in production; only where it was said. */
  readonly fleet?: { readonly instances: number; readonly workers: number };
  /** The rules that the run is judged by: what is slow to them is slow to a finding. */
  readonly rules: readonly Pick<Rule, 'id' | 'threshold'>[];
  /** Names of the checks by which a wrong answer is told from one that belongs to another request. */
  readonly keyedChecks?: readonly string[];
  /** Set where the rate rises until the API is over its edge. */
  readonly edge?: object;
}

/**
 * Everything that a cause is found by: numbers, with the unit at the end of the name (`Ms`, `Bytes`, `Share`; else a
 * count). null: not known, because nobody measured it or nobody said.
 */
export type Evidence = Readonly<ReturnType<typeof evidenceOf>>;
export type EvidenceName = keyof Evidence;

/** Gathers the evidence of a run. */
export function buildEvidence(data: SummaryData, plan: EvidencePlan): Evidence {
  return evidenceOf(data, plan);
}

function evidenceOf(data: SummaryData, plan: EvidencePlan) {
  const { scenarios, expectedMaxConnections, observeEveryMs } = plan;
  const durationMs = Math.max(...scenarios.map((scenario) => scenario.durationMs));
  return {
    durationMs,
    observeEveryMs,
    expectedMaxConnections,
    instances: plan.fleet?.instances ?? null,
    /** Processes of an instance, each with a pool. */
    workers: plan.fleet?.workers ?? null,
    /** 1: connections rise with it, whether they are given back or not. */
    risingRates: plan.edge === undefined ? 0 : 1,
    ...limitsOf(plan.rules),
    warmKeys: warmKeysOf(data.setup_data),
    aloneMs: aloneMsOf(data.setup_data),
    ...httpEvidence(data, scenarios, plan.keyedChecks),
    ...redisEvidence(data),
  };
}

/** What was asked of the API before the load. */
function askedBefore(setupData: unknown): { readonly aloneMs?: unknown; readonly paths?: unknown } {
  return ((setupData ?? {}) as { readonly asked?: object | null }).asked ?? {};
}

/** How many paths were read before the load: the cache keys that the warm requests ask for, where the set-up knows them. */
function warmKeysOf(setupData: unknown): number | null {
  const { paths } = askedBefore(setupData);
  return typeof paths === 'number' && paths > 1 ? paths : null;
}

/** How long the first request took before the load, as the only one, with nothing of it in the cache. */
function aloneMsOf(setupData: unknown): number | null {
  const { aloneMs } = askedBefore(setupData);
  return typeof aloneMs === 'number' ? aloneMs : null;
}
