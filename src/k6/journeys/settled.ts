import exec from 'k6/execution';
import type { RedisClient } from '../../core/redis/parse-client-list.ts';
import { metricsWhen } from '../setup/metrics-when.ts';
import { requestSettings, settings } from '../setup/settings.ts';
import type { SetupData } from '../setup/setup-data.ts';
import { observation } from './observer.ts';

const metrics = metricsWhen(requestSettings.redisUrl !== '', 'settled');

// State of the one VU that looks at the end of each silence: what stayed open after the first.
let leftAtFirst: number | undefined;

/** At the end of a silence: which connections of the API are still open that were not there before the load? */
export async function settled({ redisUntouched }: SetupData): Promise<void> {
  const now = await observation().sample();
  const before = redisUntouched?.apiConnections ?? redisUntouched?.connections;
  const after = now?.apiConnections ?? (settings().apiClients === '*' ? now?.connections : undefined);
  if (now == null || before === undefined || after === undefined) return;
  const count = after - before;
  if (!observation().isConnectionRiseOfApi('redis-connections-left', count, now)) return;
  metrics?.redis_connections_left(count);
  leftAtFirst ??= count;
  metrics?.redis_connections_left_growth(count - leftAtFirst);
  observation().countObservation('settled');
  if (count > settings().settleTolerance) for (const client of now.apiClients) console.warn(describe(client));
}

function describe({ name, addr, ageSeconds, idleSeconds, cmd }: RedisClient): string {
  return `Still open after ${exec.scenario.name}: ${name || 'a client without a name'} from ${addr}, ${ageSeconds} s old, idle for ${idleSeconds} s, last command ${cmd}`;
}
