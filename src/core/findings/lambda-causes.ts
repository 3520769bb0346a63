import type { Evidence } from '../evidence/evidence.ts';
import type { LambdaEvidence } from '../lambda/lambda-evidence.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import { CAUSES, findAmong, inOrder, withoutExplained } from './find-causes.ts';
import { findUnexplained } from './find-unexplained.ts';
import type { Cause, Finding } from './finding.ts';
import { isAtLeast } from './known.ts';

/** What a cause in a function may rest on: what the load saw, where it saw anything, and what AWS tells. */
export type LambdaKnown = Partial<Evidence> & LambdaEvidence;

/** Causes that the log and the meters of a function show; the deeper comes first. */
export const LAMBDA_CAUSES: readonly Cause<LambdaKnown>[] = [
  {
    id: 'lambda-redis-unreachable',
    explains: ['lambda-redis-commands-failed', 'api-errors'],
    next: 'Look at the example in the report: the security group and the subnets of the function, the address and TLS of Redis, and its maxclients.',
    find: ({ lambdaConnectionFailures, lambdaEnvironments }) =>
      isAtLeast(lambdaConnectionFailures, 1)
        ? {
            sentence: `The function could not connect to Redis: ${lambdaConnectionFailures} lines of its log say so, from ${lambdaEnvironments} environments`,
            facts: ['lambdaConnectionFailures', 'lambdaConnects', 'lambdaEnvironments'],
            confidence: 'high',
          }
        : undefined,
  },
  {
    id: 'lambda-redis-commands-failed',
    explains: [],
    next: 'Look at the example in the report: a time-out, an error of Redis, or a connection that was closed while the environment was frozen.',
    find: ({ lambdaCommandFailures }) =>
      isAtLeast(lambdaCommandFailures, 1)
        ? {
            sentence: `Commands of the function to Redis failed: ${lambdaCommandFailures} lines of its log say so`,
            facts: ['lambdaCommandFailures', 'lambdaRetries'],
            confidence: 'high',
          }
        : undefined,
  },
];

/** Findings of a run with those about its function: none of them the symptom of another, the surest first. */
export function addLambdaCauses(
  known: LambdaKnown,
  rules: readonly RuleResult[],
  findings: readonly Finding[],
): Finding[] {
  const found = findAmong(LAMBDA_CAUSES, known, () => undefined);
  const others = findings.filter(({ id }) => id !== 'unexplained');
  const all = inOrder(withoutExplained([...found, ...others], [...LAMBDA_CAUSES, ...CAUSES]));
  return all.length > 0 ? all : findUnexplained(rules);
}
