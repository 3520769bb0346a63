import { maskUrl } from '../../core/text/mask-url.ts';
import type { CommandCall } from '../command-call.ts';
import { k6OnPath } from '../engines/select-engine.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { openProfile } from '../run/profile-data.ts';
import { createRunFolder } from '../run-folder.ts';
import { readCommandSettings } from '../settings/command-settings.ts';
import { UserError } from '../user-error.ts';
import { cloudProblems } from './cloud-problems.ts';
import { type CloudRunEnd, cloudRun } from './cloud-run.ts';
import { scriptVariables } from './script-variables.ts';
import { writeCloudScript } from './write-cloud-script.ts';

/**
 * Runs the profile that PROFILE names in Grafana Cloud k6, which judges it by the profile's thresholds.
 *
 * @returns the exit code of the command
 * @throws UserError for what the user can mend
 */
export async function runInCloud({ env, givenVariables, say, signal }: CommandCall): Promise<number> {
  const profile = env.PROFILE || 'load';
  const { script, journey, defaults, needs } = await openProfile(profile, env);
  const settings = readCommandSettings(
    env,
    givenVariables.filter((name) => name !== 'PROFILE'),
    defaults,
    journey,
  );
  const problems = await cloudProblems({ profile, needs, settings, env, journey: journey.journey });
  if (problems.length > 0) throw new UserError(problems.join('\n'), EXIT_CODE.invalidSettings);
  const k6 = await k6OnPath();
  if (signal.aborted) return EXIT_CODE.interrupted;
  if ('refused' in k6) {
    throw refuse(`${k6.refused}. Install k6 v2: https://grafana.com/docs/k6/latest/set-up/install-k6/`);
  }
  say(`poolproof: sending ${profile} against ${maskUrl(settings.load.baseUrl)} to Grafana Cloud by k6 ${k6.k6}`);
  const folder = createRunFolder();
  try {
    const end = await cloudRun({
      script: writeCloudScript(profile, script, settings, folder.path),
      variables: scriptVariables(env, journey.journey),
      env: cloudEnvironment(env, settings.cloudProject),
      patienceMs: settings.cloudPatienceMs,
      say,
      signal,
    });
    return conclude(end, signal.aborted, say);
  } finally {
    folder.remove();
  }
}

/** The environment of a k6 that talks to the cloud. */
function cloudEnvironment(env: NodeJS.ProcessEnv, project: number): NodeJS.ProcessEnv {
  const { K6_LOG_FORMAT, K6_LOG_OUTPUT, ...rest } = env;
  return { ...rest, ...(project > 0 && { K6_CLOUD_PROJECT_ID: `${project}` }) };
}

function conclude(end: CloudRunEnd, isStopped: boolean, say: (line: string) => void): number {
  if (end.address === undefined) {
    if (isStopped) return EXIT_CODE.interrupted;
    throw whyNotBegun(end);
  }
  say('');
  say(`  ${SENTENCES[endingOf(end, isStopped)]}`);
  say(`  ${end.address}`);
  if (isStopped) return EXIT_CODE.interrupted;
  return end.isLost ? EXIT_CODE.cloudOutOfSight : end.exitCode;
}

const SENTENCES = {
  passed: 'PASSED: the cloud saw no threshold fail',
  failed: 'FAILED: a threshold failed in the cloud, or had too few samples; the page of the run tells which',
  aborted: 'NOT JUDGED: the run was aborted in the cloud, or ended by an error; its page tells why',
  stopped: 'STOPPED: the run was aborted in the cloud',
  unseen: 'NOT SEEN TO ITS END: the run may go on in the cloud; its page tells how it ends',
} as const;

function endingOf({ exitCode, isLost }: CloudRunEnd, isStopped: boolean): keyof typeof SENTENCES {
  if (isLost) return 'unseen';
  if (isStopped) return 'stopped';
  if (exitCode === EXIT_CODE.healthy) return 'passed';
  if (exitCode === EXIT_CODE.unhealthy) return 'failed';
  return exitCode === EXIT_CODE.cloudRunFailed ? 'aborted' : 'unseen';
}

/** What k6 says of a run that never began, and what to do. */
function whyNotBegun({ problem, exitCode }: CloudRunEnd): UserError {
  if (/access token not configured|stack ID not configured/.test(problem)) {
    return refuse(
      'no token or no stack is known. Log in by k6 cloud login, or set K6_CLOUD_TOKEN and K6_CLOUD_STACK_ID',
    );
  }
  if (/default project ID is not available/.test(problem)) {
    return refuse('no project is known. Set CLOUD_PROJECT; k6 cloud project list shows ids');
  }
  const advice = /\(401\b|authentication/i.test(problem)
    ? '. The token may have expired: make a new one, and log in by k6 cloud login or set K6_CLOUD_TOKEN'
    : '';
  const text = problem.trim().replaceAll(/\s*\n\s*/g, '; ') || 'k6 said nothing';
  return new UserError(`Cannot run in the cloud: ${text}${advice}`, exitCode);
}

function refuse(problem: string): UserError {
  return new UserError(`Cannot run in the cloud: ${problem}`, EXIT_CODE.invalidSettings);
}
