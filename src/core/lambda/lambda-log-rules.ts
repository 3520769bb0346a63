import type { RuleResult } from '../verdict/rule-result.ts';
import type { LambdaLogs } from './lambda-logs.ts';
import { lambdaRule } from './lambda-rule.ts';

/** Kinds of lines of which there may be none. */
const FAILURES = [
  {
    kind: 'connection-failed',
    id: 'lambda-log-connection-failures',
    title: 'connection failures in the log of the function',
  },
  { kind: 'command-failed', id: 'lambda-log-command-failures', title: 'failed commands in the log of the function' },
  { kind: 'pool-exhausted', id: 'lambda-log-pool-exhausted', title: 'exhausted pools in the log of the function' },
] as const;

/** The rules about the log of the function. */
export function lambdaLogRules(logs: LambdaLogs | undefined, why: string | undefined): RuleResult[] {
  const read = { samples: logs?.lines ?? 0, required: true, unit: 'count', ...(why !== undefined && { why }) } as const;
  const failures = FAILURES.map(({ kind, id, title }) =>
    lambdaRule({ ...read, id, title, limit: 'count==0', actual: logs ? (logs.kinds[kind]?.lines ?? 0) : null }),
  );
  return [
    ...failures,
    lambdaRule({
      ...read,
      id: 'lambda-timeouts',
      title: 'invocations that timed out',
      limit: 'count==0',
      actual: logs?.timedOut ?? null,
    }),
  ];
}
