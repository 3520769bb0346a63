import type { OwnLimits } from '../settings/own-limits.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import type { LambdaLogs } from './lambda-logs.ts';
import { inDoubt, lambdaRule, type MeasuredRule } from './lambda-rule.ts';

/** Lines of which there may be none. */
const FAILURES: readonly (Pick<MeasuredRule, 'id' | 'title'> & { readonly linesIn: (logs: LambdaLogs) => number })[] = [
  {
    id: 'lambda-log-connection-failures',
    title: 'failed connections in the log of the function',
    linesIn: ({ kinds }) => kinds['connection-failed']?.lines ?? 0,
  },
  {
    id: 'lambda-log-command-failures',
    title: 'failed commands in the log of the function',
    linesIn: ({ kinds }) => (kinds['command-failed']?.lines ?? 0) + (kinds['connection-reset']?.lines ?? 0),
  },
  {
    id: 'lambda-log-pool-exhausted',
    title: 'exhausted pools in the log of the function',
    linesIn: ({ kinds }) => kinds['pool-exhausted']?.lines ?? 0,
  },
  { id: 'lambda-timeouts', title: 'invocations that timed out', linesIn: ({ timedOut }) => timedOut },
];

/** What the rules about the log rest on. */
interface LogEvidence {
  /** Undefined where it could not be read. */
  readonly logs: LambdaLogs | undefined;
  /** Why not, or why not to its end. */
  readonly unread: string | undefined;
  /** The share of misses that the journey allows; undefined where no rule is about it. */
  readonly missLimit: string | undefined;
  /** Connections that an environment may open: as many as its pool has. */
  readonly poolSize: number;
  /** Limits of the user's own. */
  readonly own: OwnLimits;
}

/** The rules about the log of the function. */
export function lambdaLogRules({ logs, unread, missLimit, poolSize, own }: LogEvidence): RuleResult[] {
  const why = unread ?? (logs && whyInDoubt(logs));
  const judge = (rule: Omit<MeasuredRule, 'samples'> & { readonly samples?: number }) =>
    inDoubt(lambdaRule({ samples: logs?.lines ?? 0, ...rule }, own), why);
  const failures = FAILURES.map(({ id, title, linesIn }) =>
    judge({ id, title, limit: 'count==0', required: true, actual: logs ? linesIn(logs) : null }),
  );
  const connects = logs?.kinds.connected?.lines ?? 0;
  const environments = logs?.environments ?? 0;
  return [
    ...failures,
    judge({
      id: 'lambda-connects-per-environment',
      title: 'connects of each environment, by the log',
      limit: `value<=${poolSize}`,
      required: false,
      actual: connects === 0 ? null : connects / environments,
      samples: connects,
    }),
    ...missRule(logs, missLimit).map(judge),
  ];
}

/** As many misses as Redis itself may count: the limit moves with the journey and with LIMITS. */
function missRule(logs: LambdaLogs | undefined, missLimit: string | undefined): MeasuredRule[] {
  if (missLimit === undefined) return [];
  const misses = logs?.kinds['cache-miss']?.lines ?? 0;
  const lookups = misses + (logs?.kinds['cache-hit']?.lines ?? 0);
  return [
    {
      id: 'lambda-log-miss-share',
      title: 'misses of all lookups, by the log of the function',
      limit: missLimit,
      required: false,
      actual: lookups === 0 ? null : misses / lookups,
      samples: lookups,
    },
  ];
}

function whyInDoubt({ group, lines, isComplete, waitedMs }: LambdaLogs): string | undefined {
  if (lines === 0) return `the log group ${group} has no line of this run`;
  return isComplete
    ? undefined
    : `${lines} lines were read, and ${Math.round(waitedMs / 1_000)} s after the load there were still more`;
}
