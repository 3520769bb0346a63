import type { OwnLimits } from '../settings/own-limits.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import type { CacheMeterName, CacheMeters } from './cache-meters.ts';
import { inDoubt, lambdaRule, type MeasuredRule } from './lambda-rule.ts';
import { maxOf, sumOf, valuesOf } from './minutes.ts';

/** How busy the engine of Redis may be: one core answers all commands. */
export const MOST_ENGINE_CPU_SHARE = 0.9;
/** As redis-reuse has it where Redis itself is looked at. */
export const FEWEST_REQUESTS_PER_CONNECTION = 2;

const SHARED =
  'CloudWatch counts all clients of this Redis together, so this may be the doing of others; ELASTICACHE_ALONE=1 says that there are none';

interface CacheEvidence {
  readonly cache: CacheMeters;
  /** Why it is not whole; undefined where it is. */
  readonly why: string | undefined;
  /** Requests of the load. */
  readonly requests: number;
  /** EXPECTED_MAX_CONNECTIONS. */
  readonly mostConnections: number;
  /** The share of misses that the journey allows, as the rule about Redis has it; undefined where no rule is about it. */
  readonly missLimit: string | undefined;
  /** Limits of the user's own. */
  readonly own: OwnLimits;
}

/**
 * The rules about a Redis that only CloudWatch can see. What all clients together keep to, the function keeps to: that is a pass.
 * What they exceed together may be the doing of others, and is a failure only where there are none.
 */
export function cacheMeterRules(evidence: CacheEvidence): RuleResult[] {
  const { cache, why, own } = evidence;
  return measuredBy(evidence).map((measured) => {
    const rule = inDoubt(lambdaRule(measured, own), why);
    return rule.status === 'fail' && !cache.isAlone ? { ...rule, status: 'not-judged', why: SHARED } : rule;
  });
}

type About = Omit<MeasuredRule, 'required'>;

function measuredBy({ cache, requests, mostConnections, missLimit }: CacheEvidence): MeasuredRule[] {
  const { minutes } = cache;
  const samplesOf = (name: CacheMeterName) => valuesOf(minutes, name).length;
  const opened = sumOf(minutes, 'newConnections');
  const cpu = maxOf(minutes, 'engineCpuPercent');
  const misses = sumOf(minutes, 'misses');
  const lookups = (misses ?? 0) + (sumOf(minutes, 'hits') ?? 0);
  const rules: About[] = [
    {
      id: 'elasticache-connections',
      title: 'most connections open at a time, by the minute',
      limit: `value<=${mostConnections}`,
      actual: maxOf(minutes, 'connectionsMax'),
      samples: samplesOf('connectionsMax'),
    },
    {
      id: 'elasticache-reuse',
      title: 'requests for each connection that was opened',
      limit: `value>=${FEWEST_REQUESTS_PER_CONNECTION}`,
      actual: opened === null ? null : requests / Math.max(1, opened),
      samples: samplesOf('newConnections'),
    },
    {
      id: 'elasticache-evictions',
      title: 'keys that were evicted',
      limit: 'count==0',
      actual: sumOf(minutes, 'evictions'),
      samples: samplesOf('evictions'),
    },
  ];
  if (cache.nodes.length > 0) {
    rules.push({
      id: 'elasticache-engine-cpu',
      title: 'share of the core that Redis answers on, in its busiest minute',
      limit: `value<${MOST_ENGINE_CPU_SHARE}`,
      actual: cpu === null ? null : cpu / 100,
      samples: samplesOf('engineCpuPercent'),
    });
  }
  if (cache.serverless !== undefined) {
    const { throttled } = cache.serverless;
    rules.push({
      id: 'elasticache-throttled',
      title: 'commands that ElastiCache Serverless refused (throttled)',
      limit: 'count==0',
      actual: throttled,
      samples: throttled === null ? 0 : minutes.length,
    });
  }
  if (missLimit !== undefined) {
    rules.push({
      id: 'elasticache-miss-share',
      title: 'misses of all lookups, by the minute',
      limit: missLimit,
      actual: lookups === 0 ? null : (misses ?? 0) / lookups,
      samples: lookups,
    });
  }
  return rules.map((rule) => ({ ...rule, required: false }));
}
