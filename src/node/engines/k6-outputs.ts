import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { K6_VARIABLES, quotable, tagProblems } from '../../core/settings/k6-variables.ts';
import type { Environment } from '../../core/settings/variable.ts';

const run = promisify(execFile);
const TIMEOUT_MS = 10_000;
/** k6 answers with the outputs that it has, those of its extensions among them, and opens none. */
const NO_OUTPUT = 'no such output';

/** What k6 would refuse of its own outputs only after everything was started for it, a line each. */
export async function outputProblemsOfK6(env: Environment): Promise<string[]> {
  return [...(await unknownOutputs(env)), ...tagProblems(env)];
}

async function unknownOutputs(env: Environment): Promise<string[]> {
  if (!env.K6_OUT) return [];
  const known = await outputsOfK6(env);
  if (known === undefined) return [];
  return env.K6_OUT.split(',')
    .map((output) => output.split('=', 1)[0] ?? '')
    .filter((name) => !known.includes(name))
    .map(
      (name) =>
        `K6_OUT="${quotable(name)}" is not allowed: k6 has no such output; give ${known.join(', ')}, such as K6_OUT=csv=run.csv`,
    );
}

/** @returns undefined when it does not tell */
async function outputsOfK6(env: Environment): Promise<readonly string[] | undefined> {
  const others = Object.entries(env).filter(([name]) => !K6_VARIABLES.includes(name));
  const asking = run('k6', ['run', '--quiet', '--out', NO_OUTPUT, '-'], {
    env: Object.fromEntries(others),
    timeout: TIMEOUT_MS,
  });
  asking.child.stdin?.on('error', () => {}).end('export default function () {}');
  const answer = await asking.catch((error: { stderr?: string }) => error);
  return /available types are: ([^"\n]+)/.exec(answer.stderr ?? '')?.[1]?.split(', ');
}
