import { setTimeout as sleep } from 'node:timers/promises';
import { kindOfLine } from '../../core/lambda/log-patterns.ts';
import type { LogLine } from '../../core/lambda/log-sorter.ts';
import { styleFor } from '../../core/render/style.ts';
import { tailLine } from '../../core/render/tail-line.ts';
import type { Variable } from '../../core/settings/variable.ts';
import type { CommandCall } from '../command-call.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { COMMAND_VARIABLES } from '../settings/command-variables.ts';
import { readLogPatterns } from '../settings/read-log-patterns.ts';
import { readVariables } from '../settings/read-variables.ts';
import { UserError } from '../user-error.ts';
import { accessLambda, type LambdaAccess } from './access-lambda.ts';
import { AwsError } from './ask-aws.ts';
import { logPages } from './log-pages.ts';

/** What `make tail` can be told. */
export const TAIL_VARIABLES = {
  environment: COMMAND_VARIABLES.environment,
  lambdaFunction: COMMAND_VARIABLES.lambdaFunction,
  logPatternsFile: COMMAND_VARIABLES.logPatternsFile,
  filter: {
    name: 'FILTER',
    fallback: '',
    allowed: 'give a text, such as FILTER=Redis',
    parse: (text: string) => text,
  },
} as const satisfies Readonly<Record<string, Variable<unknown>>>;

/** AWS allows five of these calls a second for the whole account. */
const LOOK_EVERY_MS = 1_000;
const LOOK_AFTER_PROBLEM_MS = 5_000;
/** Lines come in no order, and some come late. */
const LATE_MS = 30_000;
/** What was written just before is shown too. */
const LOOK_BACK_MS = 10_000;

/**
 * Shows the log of a function as it is written, until the user stops it.
 *
 * @returns the exit code of the command
 * @throws UserError when there is nothing to follow
 */
export async function tail({ env, givenVariables, say, enableColors, signal }: CommandCall): Promise<number> {
  const own = givenVariables.filter((name) => !name.startsWith('AWS_'));
  const { lambdaFunction, logPatternsFile, filter } = readVariables('make tail', TAIL_VARIABLES, env, own);
  if (lambdaFunction === null) {
    throw new UserError(
      'LAMBDA_FUNCTION is not set: give the function whose log is to be followed, such as LAMBDA_FUNCTION=staging-lego-api',
      EXIT_CODE.invalidSettings,
    );
  }
  const kindOf = kindOfLine(readLogPatterns(logPatternsFile));
  const style = styleFor(enableColors);
  const wanted = filter.toLowerCase();
  let access: LambdaAccess | undefined;
  try {
    access = await accessLambda(lambdaFunction, { env, say, signal });
    say(`poolproof: following ${access.logGroup} in ${access.aws.region}; Ctrl-C ends it`);
    for await (const lines of follow(access, say)) {
      for (const line of lines) {
        if (line.message.toLowerCase().includes(wanted)) say(tailLine(line, kindOf, style));
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    access?.aws.close();
  }
  return EXIT_CODE.healthy;
}

/** New lines at each look, in the order of their times. A look that fails is told once, and the next may do. */
async function* follow(access: LambdaAccess, say: (line: string) => void): AsyncGenerator<LogLine[]> {
  const { abortSignal: signal } = access.aws.abort;
  const seen = new Map<string, number>();
  let newestMs = Date.now() - LOOK_BACK_MS + LATE_MS;
  let told = '';
  for (;;) {
    const startMs = newestMs - LATE_MS;
    for (const [id, atMs] of seen) if (atMs < startMs) seen.delete(id);
    const lines: LogLine[] = [];
    let problem = '';
    try {
      for await (const page of logPages(access, { startMs }, seen)) lines.push(...page);
    } catch (error) {
      if (!(error instanceof AwsError) || signal.aborted) throw error;
      problem = error.message;
    }
    yield lines.sort((a, b) => a.atMs - b.atMs);
    if (problem !== '' && problem !== told) say(`poolproof: ${problem}; trying on`);
    told = problem;
    newestMs = lines.reduce((newest, { atMs }) => Math.max(newest, atMs), newestMs);
    await sleep(problem === '' ? LOOK_EVERY_MS : LOOK_AFTER_PROBLEM_MS, undefined, { signal });
  }
}
