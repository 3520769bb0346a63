import type { JourneyShape } from '../../core/journey/journey-shape.ts';
import type { Environment } from '../../core/settings/variable.ts';
import { maskUrl } from '../../core/text/mask-url.ts';
import { hostOf } from '../host-of.ts';
import type { Need } from '../run/profile-data.ts';
import type { CommandSettings } from '../settings/command-settings.ts';
import { isPrivateZone } from './load-zones.ts';
import { type Reach, reachOf } from './reach.ts';
import { scriptVariables } from './script-variables.ts';

const HERE = 'run it on a machine that reaches it, with CLOUD=results if its samples are wanted in the cloud';

/** A run that the cloud is asked for. */
interface CloudRequest {
  readonly profile: string;
  readonly needs: readonly Need[];
  readonly settings: CommandSettings;
  readonly env: Environment;
  readonly journey: JourneyShape;
}

/** Why a run cannot be in the cloud, a line for each reason. */
export async function cloudProblems({ profile, needs, settings, env, journey }: CloudRequest): Promise<string[]> {
  if (needs.includes('redis-control')) {
    return [`Cannot run ${profile} in the cloud: it takes Redis away, which nothing there can do. Use make ${profile}`];
  }
  return [
    ...commandProblems(settings),
    ...secretProblems(env, journey),
    ...(await baseUrlProblems(settings, env)),
    ...(await redisProblems(settings)),
  ];
}

function commandProblems(settings: CommandSettings): string[] {
  const { engine, cloud, coldCommand, caFile, lambdaFunction, load, startAtMs } = settings;
  const notAllowed = [
    engine === 'embedded' && 'ENGINE=embedded: the cloud runs k6',
    cloud !== '' && `CLOUD=${cloud}: it is for runs on this machine`,
    (load.share !== null || load.shares !== 0) && 'SHARE or SHARES: the cloud shares the load by itself',
    startAtMs > 0 && 'START_AT: it starts when it has the machines for it',
    coldCommand !== '' && 'COLD_CMD: it would run long before the load begins there',
    lambdaFunction !== null && 'LAMBDA_FUNCTION: its log is read only after a load from this machine',
    caFile !== '' && 'CA_FILE: the cloud takes no certificates; use INSECURE_TLS=1 if it must be',
  ];
  return notAllowed
    .filter((problem) => problem !== false)
    .map((problem) => `Cannot run in the cloud with ${problem}. Unset it`);
}

function secretProblems(env: Environment, journey: JourneyShape): string[] {
  return scriptVariables(env, journey)
    .filter(({ isSecret }) => isSecret)
    .map(({ name }) => `${name} would stand in clear text in the archive that is sent: ${adviceOn(name)}`);
}

function adviceOn(name: string): string {
  if (name === 'BASE_URL') return 'take user, password and query out of it';
  if (name === 'REDIS_URL') return `set REDIS_URL= to run without the Redis check; or ${HERE}`;
  return `set ${name}= here, and give it to Grafana Cloud k6 as an environment variable of this name`;
}

async function baseUrlProblems({ load, loadZones }: CommandSettings, { BASE_URL }: Environment): Promise<string[]> {
  if (!BASE_URL) {
    return [
      'BASE_URL is not set, and the cloud cannot reach a local stack: give the address of an API that it can reach',
    ];
  }
  const reach = await reachOf(hostOf(load.baseUrl));
  return isReached(reach, loadZones)
    ? []
    : [
        `BASE_URL="${maskUrl(BASE_URL)}" is not allowed in the cloud: ${WHERE[reach]}. Give an address that load zones reach${reach === 'private' ? ', or a private load zone by CLOUD_LOAD_ZONES' : ''}`,
      ];
}

async function redisProblems({ load, loadZones }: CommandSettings): Promise<string[]> {
  if (load.redisUrl === '') return [];
  const reach = await reachOf(hostOf(load.redisUrl));
  return isReached(reach, loadZones)
    ? []
    : [
        `REDIS_URL="${maskUrl(load.redisUrl)}" is not allowed in the cloud: ${WHERE[reach]}. Set REDIS_URL= to run without the Redis check; or ${HERE}`,
      ];
}

const WHERE: Readonly<Record<Reach, string>> = {
  loopback: 'only this machine reaches it',
  private: 'only its own network reaches it',
  public: '',
};

function isReached(reach: Reach, loadZones: CommandSettings['loadZones']): boolean {
  const zones = Object.keys(loadZones);
  return reach === 'public' || (reach === 'private' && zones.length > 0 && zones.every(isPrivateZone));
}
