import type { Evidence } from '../evidence/evidence.ts';
import type { OutagePlan } from '../outage/outage-plan.ts';
import type { OutageReport } from '../outage/outage-report.ts';
import type { Note } from '../summary/notes.ts';
import { formatMs, formatShare } from '../units/numbers.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import { findCauses } from './find-causes.ts';
import type { Finding } from './finding.ts';

type OutageFinding = Pick<Finding, 'sentence' | 'next'> & { readonly id: (typeof OUTAGE_CAUSES)[number] };

/** What a run left for causes to be found in. */
export interface Judged {
  readonly evidence: Evidence;
  readonly rules: readonly RuleResult[];
  readonly notes: readonly Note[];
}

/** The causes that only a failover has. */
export const OUTAGE_CAUSES = [
  'outage-not-seen',
  'outage-errors',
  'outage-slow',
  'late-recovery',
  'redis-late',
  'redis-unused',
] as const;

/** That Redis was away is no cause here; that it would not let us in is, and that the API uses another one. */
const ALSO_HERE = ['redis-authentication', 'redis-permission', 'redis-tls', 'api-not-seen'];

/** Causes of a failover that went wrong: in the outage, in what came after, and in a Redis that was not sound before. */
export function findOutageCauses(
  plan: OutagePlan,
  outage: OutageReport,
  { evidence, rules, notes }: Judged,
): Finding[] {
  const also = findCauses(evidence, rules, notes).filter(({ id }) => ALSO_HERE.includes(id));
  const isUnseen = also.some(({ id }) => id === 'api-not-seen');
  const failed = (...ids: readonly string[]) => rules.some(({ id, status }) => status === 'fail' && ids.includes(id));
  const findings: OutageFinding[] = [];
  const isAwaySeen = rules.some(({ id, status }) => id === 'redis-away:outage' && status === 'pass');
  // A run that ended before the outage says nothing of it.
  if (!isAwaySeen && evidence.redisAnswers > 0 && outage.requests > 0) findings.push(outageNotSeen(outage));
  if (failed('outage-failed-requests:outage', 'outage-checks:outage')) findings.push(outageErrors(outage));
  if (failed('outage-latency-p95:outage')) findings.push(outageSlow(outage));
  if (failed('failed-requests:after', 'checks:after', 'scenario-latency-p95:after'))
    findings.push(lateRecovery(plan, outage));
  if (failed('redis-checks:after')) findings.push(redisLate(plan, outage));
  else if (failed('redis-used-again:after') && !isUnseen) findings.push(redisUnused(outage));
  return [
    // Each rests on rules of one phase, which the sentence tells with their numbers.
    ...findings.map((finding) => ({ ...finding, evidence: [], confidence: 'high' as const })),
    ...also,
  ];
}

function outageNotSeen({ outageMs }: OutageReport): OutageFinding {
  return {
    id: 'outage-not-seen',
    sentence: `Redis should have been away for ${formatMs(outageMs)}, but answered at every look`,
    next: 'Run FAULT_CMD by hand and ping Redis meanwhile (redis-cli ping): does the command stop the right Redis at once, and does nothing start it again?',
  };
}

function outageErrors({ requests, failedRequests, errors, firstTroubleMs }: OutageReport): OutageFinding {
  const kinds = Object.entries(errors).map(([kind, count]) => `${kind}: ${count}`);
  const first = firstTroubleMs === null ? '' : `, the first trouble ${formatMs(firstTroubleMs)} after the fault`;
  return {
    id: 'outage-errors',
    sentence: `${failedRequests} of ${requests} requests failed while Redis was away (${kinds.join(', ') || 'wrong content'})${first}`,
    next: 'Answer from the database when Redis fails; an error of the cache is a warning for the log, not an answer.',
  };
}

function outageSlow({ requests, slowRequests, fallbackShare }: OutageReport): OutageFinding {
  const share = fallbackShare === null ? '' : `; ${formatShare(fallbackShare)} were answered without Redis`;
  return {
    id: 'outage-slow',
    sentence: `${slowRequests} of ${requests} requests were slow while Redis was away${share}`,
    next: 'Shorten the connect and command time-outs of the Redis client, and stop asking Redis after several failures in a row (a circuit breaker).',
  };
}

function lateRecovery({ returnAtMs, endMs, phases }: OutagePlan, outage: OutageReport): OutageFinding {
  const afterAtMs = phases.find(({ name }) => name === 'after')?.startMs ?? endMs;
  const allowed = `RECOVERY allows ${formatMs(afterAtMs - returnAtMs)}`;
  return {
    id: 'late-recovery',
    sentence:
      outage.apiRecoveredMs === null
        ? `${formatMs(endMs - returnAtMs)} after Redis was brought back, the API was still not as before; ${allowed}`
        : `the API was not as before until ${formatMs(outage.apiRecoveredMs)} after Redis came back; ${allowed}`,
    next: 'Look at how the Redis client reconnects: its longest pause between tries, and connections it still holds to the old server.',
  };
}

function redisLate({ returnAtMs, endMs }: OutagePlan, { redisAnsweredMs }: OutageReport): OutageFinding {
  const when =
    redisAnsweredMs === null
      ? `had not answered ${formatMs(endMs - returnAtMs)} later`
      : `first answered ${formatMs(redisAnsweredMs)} later`;
  return {
    id: 'redis-late',
    sentence: `Redis was brought back and ${when}, or failed again`,
    next: 'Look at what brings Redis back and how long it takes to load its data; RECOVERY is the time it is given.',
  };
}

function redisUnused({ redisAnsweredMs }: OutageReport): OutageFinding {
  return {
    id: 'redis-unused',
    sentence: `Redis has answered again since ${formatMs(redisAnsweredMs ?? 0)} after its return, but the API does not ask it`,
    next: 'Check whether the pool replaces broken connections, and what closes its circuit breaker again.',
  };
}
