import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { mostVus } from '../../core/workload/most-vus.ts';
import { reachOf } from '../cloud/reach.ts';
import { scriptVariables, setVariables } from '../cloud/script-variables.ts';
import { withoutRedis } from '../cloud/without-redis.ts';
import type { CommandCall } from '../command-call.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { hostOf } from '../host-of.ts';
import { movableJourney } from '../journey/movable-journey.ts';
import { openProfile } from '../run/profile-data.ts';
import { assertInTime } from '../run/until-start.ts';
import { type CommandSettings, readCommandSettings } from '../settings/command-settings.ts';
import { COMMAND_VARIABLES } from '../settings/command-variables.ts';
import { readOwnVariables } from '../settings/read-variables.ts';
import { refuseLambda } from '../settings/refuse-of-one-run.ts';
import { UserError } from '../user-error.ts';
import { configMapOf } from './config-map.ts';
import { indexedJob } from './job.ts';
import { MANIFEST_VARIABLES } from './manifest-variables.ts';
import { bundleFileOf, journeyNameOf, nameOf, type PodPlan } from './pod-plan.ts';
import { type TestRunPlan, testRun } from './test-run.ts';

const FOLDER = 'deploy';
const ALL_FILES = ['job.yaml', 'journey.yaml', 'testrun.yaml', 'bundle.yaml', 'secret.yaml'];
const START_IN_MS = 300_000;
/** Of k6 itself, which lacks k6/x/redis. */
const K6_IMAGE = 'grafana/k6:2.2.0';
/** What the command in a pod reads beside its script. */
const OF_COMMAND = [
  COMMAND_VARIABLES.engine,
  COMMAND_VARIABLES.paths,
  COMMAND_VARIABLES.otlpEndpoint,
  COMMAND_VARIABLES.otlpHeaders,
];
/** For those who may read the file anyway. */
const OWNER_ONLY = 0o600;

/**
 * Writes what a cluster needs to run a profile in several pods: an Indexed Job of poolproof, and a TestRun for the k6 operator
 * with its ConfigMap. Secrets are in a file of their own.
 *
 * @throws UserError for what cannot work there
 */
export async function writeManifests({ env, givenVariables, say }: CommandCall): Promise<void> {
  const { values, others } = readOwnVariables(MANIFEST_VARIABLES, env, givenVariables);
  const { profile, shares, image, k6Image, claim } = values;
  const { script, journey, defaults, waitingAt, whyNotShared } = await openProfile(profile, env);
  // The pods know which share they have.
  const settings = readCommandSettings({ ...env, SHARES: '', SHARE: `1/${shares}` }, others, defaults, journey);
  const { load } = settings;
  refuseLambda('make manifests', settings);
  assertInTime(settings.startAtMs, Date.now());
  if (whyNotShared) throw refuse(`${whyNotShared}. Run it in one process`);
  if (!env.BASE_URL) throw refuse('BASE_URL is not set: give the address of the API, as the pods reach it');
  if ((await reachOf(hostOf(load.baseUrl))) === 'loopback')
    throw refuse('BASE_URL is an address that only this machine reaches: give one that the pods reach');
  const [problem] = cannotBeThere(env);
  if (problem !== undefined) throw refuse(`${problem}. Unset it`);
  const text = await movableJourney(env.JOURNEY);
  const variables = [
    ...scriptVariables({ ...env, SHARE: '', SHARES: '' }, journey.journey),
    ...setVariables(OF_COMMAND, env),
  ];
  const secrets = variables.filter(({ isSecret }) => isSecret);
  const plan: PodPlan = {
    profile,
    shares,
    plain: variables.filter(({ isSecret }) => !isSecret).map(({ name, value }) => ({ name, value })),
    hasSecret: secrets.length > 0,
    vus: mostVus(waitingAt, load, Object.keys(journey.journey.requests).length),
    journey: text === undefined ? undefined : { file: `${journey.name.replace(/[^\w.-]/g, '-')}.js`, text },
    engine: settings.engine === 'k6' ? 'k6' : 'embedded',
  };
  const hasRedis = load.redisUrl !== '';
  const operatorImage = settings.engine === 'embedded' ? '' : k6Image || (hasRedis ? '' : K6_IMAGE);
  const startAt = new Date(settings.startAtMs || Date.now() + START_IN_MS).toISOString();
  const files = {
    'job.yaml': indexedJob({ ...plan, image, startAt, claim }),
    ...(plan.journey && { 'journey.yaml': configMapOf(journeyNameOf(plan), plan.journey.file, plan.journey.text) }),
    ...(operatorImage !== '' &&
      operatorFiles({ ...plan, k6Image: operatorImage }, readFileSync(script, 'utf8'), hasRedis)),
    ...(plan.hasSecret && { 'secret.yaml': secretOf(plan, secrets) }),
  };
  const folder = write(profile, files);
  say(`poolproof: ${Object.keys(files).join(', ')} in ${folder}, for ${shares} pods`);
  say(`poolproof: all pods of the Job start at ${startAt}: apply it in time, or set START_AT`);
  if (claim === '')
    say('poolproof: results of the Job go with their pods; RESULTS_CLAIM names a claim that keeps them');
  if (operatorImage === '') say(`poolproof: no TestRun for the k6 operator: ${whyNoTestRun(settings)}`);
}

function operatorFiles(plan: TestRunPlan, bundle: string, hasRedis: boolean) {
  return {
    'testrun.yaml': testRun(plan),
    'bundle.yaml': configMapOf(nameOf(plan), bundleFileOf(plan), hasRedis ? bundle : withoutRedis(bundle)),
  };
}

function whyNoTestRun({ engine }: CommandSettings): string {
  return engine === 'embedded'
    ? 'it would run k6, and ENGINE=embedded is set'
    : 'with REDIS_URL it needs K6_IMAGE, an image of k6 with k6/x/redis';
}

/** What is set and pods cannot do, in words. */
function cannotBeThere({ CA_FILE, COLD_CMD, CLOUD, ENGINE, IMAGE }: NodeJS.ProcessEnv): string[] {
  return [
    ...(ENGINE === 'k6' && !IMAGE
      ? ['ENGINE=k6 needs an IMAGE of poolproof with k6, for the default one has none; the TestRun runs k6 anyway']
      : []),
    ...(CA_FILE ? ['CA_FILE names a file that the image does not have'] : []),
    ...(COLD_CMD ? ['each pod would run COLD_CMD'] : []),
    ...(CLOUD ? ['CLOUD is for runs on this machine'] : []),
  ];
}

function secretOf(plan: PodPlan, secrets: readonly { readonly name: string; readonly value: string }[]) {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: nameOf(plan) },
    stringData: Object.fromEntries(secrets.map(({ name, value }) => [name, value])),
  };
}

/** @returns the folder */
function write(profile: string, files: Readonly<Record<string, unknown>>): string {
  const folder = join(FOLDER, profile);
  try {
    mkdirSync(folder, { recursive: true });
    // What an earlier load needed, and this one does not, must not be applied with it.
    for (const name of ALL_FILES) rmSync(join(folder, name), { force: true });
    for (const [name, manifest] of Object.entries(files)) {
      // kubectl reads YAML 1.1, where on and 2027-01-31 are no texts.
      const text = stringify(manifest, { version: '1.1', aliasDuplicateObjects: false });
      writeFileSync(join(folder, name), text, { mode: OWNER_ONLY });
    }
    return folder;
  } catch (error) {
    throw new UserError(`Cannot write manifests: ${(error as Error).message}`, EXIT_CODE.resultsUnwritable);
  }
}

function refuse(problem: string): UserError {
  return new UserError(`Cannot make manifests: ${problem}`, EXIT_CODE.invalidSettings);
}
