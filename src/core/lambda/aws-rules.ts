import { fieldOf } from '../records/named-fields.ts';
import type { OwnLimits } from '../settings/own-limits.ts';
import type { LimitedRule } from '../verdict/own-limits.ts';

/** What AWS has to be asked about, so that a rule is part of a run. */
type Subject = 'function' | 'cache' | 'nodes' | 'serverless' | 'cold start';

/** The rules about a function of AWS and its Redis: the unit of each, and what it is about. */
export const AWS_RULES = {
  'lambda-new-environments': { unit: 'share', of: 'cold start' },
  'lambda-log-connection-failures': { unit: 'count', of: 'function' },
  'lambda-log-command-failures': { unit: 'count', of: 'function' },
  'lambda-log-pool-exhausted': { unit: 'count', of: 'function' },
  'lambda-timeouts': { unit: 'count', of: 'function' },
  'lambda-connects-per-environment': { unit: 'count', of: 'function' },
  'lambda-log-miss-share': { unit: 'share', of: 'function' },
  'lambda-throttles': { unit: 'count', of: 'function' },
  'lambda-errors': { unit: 'count', of: 'function' },
  'lambda-fleet': { unit: 'count', of: 'function' },
  'elasticache-connections': { unit: 'count', of: 'cache' },
  'elasticache-reuse': { unit: 'count', of: 'cache' },
  'elasticache-evictions': { unit: 'count', of: 'cache' },
  'elasticache-engine-cpu': { unit: 'share', of: 'nodes' },
  'elasticache-throttled': { unit: 'count', of: 'serverless' },
  'elasticache-miss-share': { unit: 'share', of: 'cache' },
} as const satisfies Readonly<Record<string, { readonly unit: 'count' | 'share'; readonly of: Subject }>>;

export type AwsRuleId = keyof typeof AWS_RULES;

const NEEDED: Readonly<Record<Subject, string>> = {
  function: 'LAMBDA_FUNCTION names a function',
  cache: 'ELASTICACHE_NODES or ELASTICACHE_SERVERLESS names a Redis',
  nodes: 'ELASTICACHE_NODES names nodes',
  serverless: 'ELASTICACHE_SERVERLESS names a cache',
  'cold start': 'make cold-start makes a function cold',
};

/** The rules of a run that asks AWS about these. */
export function awsRulesOf(subjects: readonly Subject[]): LimitedRule[] {
  return Object.entries(AWS_RULES)
    .filter(([, { of }]) => subjects.includes(of))
    .map(([id, { unit }]) => ({ id, unit, scope: 'total' }));
}

/** Limits of the user's own for a load, and those for what AWS tells of it. */
export function splitLimits(own: OwnLimits): { readonly ofLoad: OwnLimits; readonly ofAws: OwnLimits } {
  const entries = Object.entries(own);
  const of = (isAws: boolean) => Object.fromEntries(entries.filter(([key]) => isAwsLimit(key) === isAws));
  return { ofLoad: of(false), ofAws: of(true) };
}

/** Why a limit is on a rule that is no part of a run that asks AWS about these; undefined where none is. */
export function awsLimitProblem(own: OwnLimits, subjects: readonly Subject[]): string | undefined {
  for (const key of Object.keys(own)) {
    const rule = fieldOf<{ readonly of: Subject }>(AWS_RULES, idOf(key));
    if (rule !== undefined && !subjects.includes(rule.of))
      return `LIMITS is not allowed: ${idOf(key)} is part of a run only where ${NEEDED[rule.of]}`;
  }
  return undefined;
}

function isAwsLimit(key: string): boolean {
  return fieldOf<object>(AWS_RULES, idOf(key)) !== undefined;
}

function idOf(key: string): string {
  return key.split(':')[0] ?? '';
}
