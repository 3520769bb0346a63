import { awsLimitProblem, awsRulesOf, splitLimits } from '../../core/lambda/aws-rules.ts';
import type { ColdBy } from '../../core/lambda/lambda-cold-start.ts';
import type { LogPatterns } from '../../core/lambda/log-patterns.ts';
import { type LimitedRule, ownLimitProblems } from '../../core/verdict/own-limits.ts';
import { highestRateOf, mostVus } from '../../core/workload/most-vus.ts';
import type { GivenVariables } from '../environments/with-environment.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { assertStackServes } from '../journey/link-journey.ts';
import { type OutageBy, outageBy } from '../outage/outage-means.ts';
import { type CommandSettings, readCommandSettings } from '../settings/command-settings.ts';
import { readLogPatterns } from '../settings/read-log-patterns.ts';
import { settingsTold } from '../settings/settings-told.ts';
import { UserError } from '../user-error.ts';
import { type Need, openProfile } from './profile-data.ts';
import { assertInTime } from './until-start.ts';

/** What a run is to be, before anything is started. */
export interface RunPlan {
  readonly profile: string;
  /** The k6 script. */
  readonly script: string;
  readonly settings: CommandSettings;
  /** The settings of the load as text, for the report. */
  readonly told: Readonly<Record<string, string>>;
  /** The most VUs that it has at a time. */
  readonly vus: number;
  /** The highest rate that it has at a time. */
  readonly highestRate: number;
  /** How many processes share it on this machine; `auto`: as many as it takes. */
  readonly processes: number | 'auto';
  /** Who takes Redis away; undefined where the profile does not ask for it. */
  readonly outage: OutageBy | undefined;
  /** How the API is made cold; undefined where it is taken as it is. */
  readonly coldBy: ColdBy | undefined;
  /** By which lines of the log of a function are sorted. */
  readonly logPatterns: LogPatterns;
  /** LIMITS as the script takes them: those that are about AWS are nothing to it. */
  readonly scriptLimits: string;
}

/**
 * Reads the settings of a run, and makes sure that the profile can have what it needs.
 *
 * @throws UserError when it cannot, or there is no such profile
 */
export async function planRun(profile: string, { env, givenVariables }: GivenVariables): Promise<RunPlan> {
  const { script, journey, defaults, needs, rules, perRequest, waitingAt, whyNotShared } = await openProfile(
    profile,
    env,
  );
  const settings = readCommandSettings(env, givenVariables, defaults, journey);
  if (!env.BASE_URL) assertStackServes(env);
  const requests = Object.keys(journey.journey.requests);
  assertLambda(settings, env);
  const has = (need: Need) => needs.includes(need);
  const coldBy = has('cold-api') ? coldByOf(profile, settings, env) : undefined;
  assertLimits({ rules, scenarios: perRequest ? requests : undefined }, settings, coldBy);
  const { share, shares } = settings.load;
  if (share) assertShared(profile, whyNotShared, settings, env);
  else if (shares === 'auto' || shares > 1) assertSharedHere(profile, whyNotShared, env);
  assertInTime(settings.startAtMs, Date.now());
  return {
    profile,
    script,
    settings,
    told: settingsTold(env, defaults),
    vus: mostVus(waitingAt, settings.load, requests.length),
    highestRate: highestRateOf(waitingAt, settings.load),
    processes: share ? 1 : shares || 1,
    outage: has('redis-control') ? outageBy(profile, settings, env) : undefined,
    logPatterns: readLogPatterns(settings.logPatternsFile),
    coldBy,
    scriptLimits: scriptLimitsOf(settings, env),
  };
}

/** @throws UserError for limits on what is not judged, or that are none */
function assertLimits(
  { rules, scenarios }: { readonly rules: readonly LimitedRule[]; readonly scenarios: readonly string[] | undefined },
  { load: { ownLimits }, lambdaFunction, elastiCacheNodes, elastiCacheServerless }: CommandSettings,
  coldBy: ColdBy | undefined,
): void {
  const isFunction = lambdaFunction !== null;
  const subjects = [
    ...(isFunction ? (['function'] as const) : []),
    ...(elastiCacheNodes.length > 0 ? (['cache', 'nodes'] as const) : []),
    ...(elastiCacheServerless.length > 0 ? (['cache', 'serverless'] as const) : []),
    ...(isFunction && coldBy !== undefined ? (['cold start'] as const) : []),
  ];
  const all = [...rules, ...awsRulesOf(subjects)];
  const problem = awsLimitProblem(ownLimits, subjects) ?? ownLimitProblems(all, ownLimits, scenarios)[0];
  if (problem !== undefined) throw new UserError(problem, EXIT_CODE.invalidSettings);
}

function scriptLimitsOf({ load: { ownLimits } }: CommandSettings, { LIMITS = '' }: NodeJS.ProcessEnv): string {
  const { ofLoad, ofAws } = splitLimits(ownLimits);
  return Object.keys(ofAws).length === 0 ? LIMITS : JSON.stringify(ofLoad);
}

/** @throws UserError where AWS could not be asked about the API */
function assertLambda(
  { lambdaFunction, elastiCacheNodes, elastiCacheServerless }: CommandSettings,
  { BASE_URL }: NodeJS.ProcessEnv,
): void {
  const cache =
    (elastiCacheNodes.length > 0 && 'ELASTICACHE_NODES') ||
    (elastiCacheServerless.length > 0 && 'ELASTICACHE_SERVERLESS');
  const problem =
    (lambdaFunction !== null &&
      !BASE_URL &&
      'LAMBDA_FUNCTION is set and BASE_URL is not: the local stack is no function of AWS Lambda. Set BASE_URL to the address of the function, or unset LAMBDA_FUNCTION') ||
    (lambdaFunction === null &&
      cache &&
      `${cache} is set and LAMBDA_FUNCTION is not: its meters are read with those of the function. Set LAMBDA_FUNCTION, or unset ${cache}`);
  if (problem) throw new UserError(problem, EXIT_CODE.invalidSettings);
}

function coldByOf(
  profile: string,
  { coldCommand, coldBy, lambdaFunction }: CommandSettings,
  { BASE_URL, COLD_BY }: NodeJS.ProcessEnv,
): ColdBy | undefined {
  const hasCommand = coldCommand !== '';
  const problem =
    (hasCommand &&
      !BASE_URL &&
      'COLD_CMD is set and BASE_URL is not. The local stack is cold anyway; unset COLD_CMD, or set BASE_URL') ||
    (COLD_BY && hasCommand && 'COLD_BY and COLD_CMD are both set, and each makes the API cold. Unset one of them') ||
    (COLD_BY &&
      lambdaFunction === null &&
      'COLD_BY is set and LAMBDA_FUNCTION is not. Set LAMBDA_FUNCTION to the function to be made cold, or unset COLD_BY');
  if (problem) throw new UserError(`Cannot run ${profile}: ${problem}`, EXIT_CODE.invalidSettings);
  if (hasCommand) return 'command';
  return lambdaFunction === null ? undefined : coldBy;
}

/** @throws UserError where several processes cannot do a share each */
function assertShared(
  profile: string,
  whyNotShared: string | undefined,
  { coldCommand, lambdaFunction }: CommandSettings,
  { BASE_URL }: NodeJS.ProcessEnv,
): void {
  refuseSharing(
    profile,
    whyNotShared ||
      (!BASE_URL && 'each process would load a local stack of its own. Set BASE_URL') ||
      (coldCommand !== '' && 'each process would run COLD_CMD. Unset it') ||
      (lambdaFunction !== null && 'each process would judge the log of all. Unset LAMBDA_FUNCTION'),
  );
}

/** What several processes of k6 cannot write to at a time. */
const ONE_WRITER = ['K6_OUT', 'K6_WEB_DASHBOARD', 'CLOUD'];

/** @throws UserError where several processes on this machine cannot do a share each */
function assertSharedHere(profile: string, whyNotShared: string | undefined, env: NodeJS.ProcessEnv): void {
  const output = ONE_WRITER.find((name) => env[name]);
  refuseSharing(
    profile,
    whyNotShared || (output && `each process would write to what ${output} says. Unset it, or SHARES`),
  );
}

function refuseSharing(profile: string, problem: string | false | undefined): void {
  if (problem) throw new UserError(`Cannot share ${profile} among processes: ${problem}`, EXIT_CODE.invalidSettings);
}
