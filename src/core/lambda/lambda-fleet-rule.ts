import type { Evidence } from '../evidence/evidence.ts';
import type { OwnLimits } from '../settings/own-limits.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import type { CacheMeters } from './cache-meters.ts';
import type { LambdaReport } from './lambda-report.ts';
import { inDoubt, lambdaRule } from './lambda-rule.ts';

/** What each node of an ElastiCache takes; it cannot be set. */
const ELASTICACHE_MAX_CLIENTS = 65_000;

/** How many connections all environments would open, and how many Redis has room for; null: not known. */
export interface LambdaFleet {
  /** Environments that there may be at a time. */
  readonly environments: number;
  readonly perEnvironment: number | null;
  readonly maxClients: number;
  /** Connections of others. */
  readonly others: number | null;
}

/** Undefined where the function may have any number of environments, or nobody knows what Redis takes. */
export function lambdaFleetOf(
  { logs, meters }: Pick<LambdaReport, 'logs' | 'meters'>,
  evidence: Partial<Pick<Evidence, 'maxClients' | 'otherConnections'>>,
  poolSize: number,
): LambdaFleet | undefined {
  const environments = meters?.reservedConcurrency ?? null;
  const maxClients = evidence.maxClients ?? mostClients(meters?.cache);
  if (environments === null || maxClients === null) return undefined;
  const connects = logs?.kinds.connected?.lines ?? 0;
  const byLog = logs === undefined || connects === 0 ? null : Math.max(1, connects / logs.environments);
  return {
    environments,
    perEnvironment: poolSize > 0 ? poolSize : byLog,
    maxClients,
    others: evidence.otherConnections ?? meters?.cache?.connectionsBefore ?? null,
  };
}

/** How many a serverless cache takes is not known. */
function mostClients(cache: CacheMeters | undefined): number | null {
  return cache === undefined || cache.serverless !== undefined ? null : ELASTICACHE_MAX_CLIENTS;
}

/** Whether Redis has room for all environments that there may be. */
export function lambdaFleetRule(
  { environments, perEnvironment, maxClients, others }: LambdaFleet,
  own: OwnLimits,
): RuleResult {
  const rule = lambdaRule(
    {
      id: 'lambda-fleet',
      title: 'connections of all environments that there may be',
      limit: `value<=${maxClients - (others ?? 0)}`,
      required: false,
      actual: perEnvironment === null ? null : environments * perEnvironment,
      samples: perEnvironment === null ? 0 : 1,
      ...(perEnvironment === null && {
        why: 'neither the log nor POOL_SIZE tells how many connections an environment opens',
      }),
    },
    own,
  );
  return inDoubt(rule, others === null ? 'it is not known how many connections others have open' : undefined);
}
