import { parseThresholdExpression } from '../threshold-expressions/parse-threshold-expression.ts';
import { parseDurationMs } from '../units/duration.ts';
import type { RuleTemplate } from '../verdict/rule.ts';
import { planOf, type Scenarios } from '../workload/workload.ts';

/** One stretch of a run with an outage, by the name of its scenario. */
export interface OutagePhase {
  readonly name: string;
  readonly startMs: number;
}

/** When Redis goes away and when it is brought back; milliseconds since the start of the load. */
export interface OutagePlan {
  readonly faultAtMs: number;
  readonly returnAtMs: number;
  readonly endMs: number;
  /** In order. */
  readonly phases: readonly OutagePhase[];
}

/** The plan of a load that has the scenarios `fault` and `recover`; undefined when Redis is left alone. */
export function outagePlanOf(scenarios: Scenarios): OutagePlan | undefined {
  const { fault, recover } = scenarios;
  if (fault === undefined || recover === undefined) return undefined;
  // k6 hands scenarios on in no order.
  const phases = planOf(scenarios, 'api').sort((a, b) => a.startMs - b.startMs);
  return {
    faultAtMs: parseDurationMs(fault.startTime ?? '0s'),
    returnAtMs: parseDurationMs(recover.startTime ?? '0s'),
    endMs: Math.max(...phases.map(({ startMs, durationMs }) => startMs + durationMs)),
    phases,
  };
}

/** The name of the phase at a moment; the last one after its end. */
export function phaseAt({ phases }: OutagePlan, atMs: number): string {
  return [...phases].reverse().find(({ startMs }) => startMs <= atMs)?.name ?? 'before';
}

/** Above which an answer counts as slow: the limit of p(95) before and after the outage. */
export function slowMsOf(templates: readonly RuleTemplate[]): number {
  const usual = templates.find(({ id }) => id === 'scenario-latency-p95');
  return usual === undefined ? Number.POSITIVE_INFINITY : parseThresholdExpression(usual.threshold).limit;
}
