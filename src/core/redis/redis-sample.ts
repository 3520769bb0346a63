import { type CommandTimes, readCommandTimes } from './command-times.ts';
import { matchesGlob } from './matches-glob.ts';
import { parseClientList, type RedisClient } from './parse-client-list.ts';
import { infoNumber, infoPart, parseInfo, type RedisInfo } from './parse-info.ts';
import { NO_REFUSALS, type RefusalCounts, readRefusals, readRefusedLogins } from './refusals.ts';
import { type SeenClients, seenClients } from './seen-clients.ts';

/** The name under which our own connections to Redis show in CLIENT LIST. */
export const PROBE_NAME = 'poolproof-probe';

/**
 * What Redis told at one moment. Totals count since the server started. A field that it does not tell, or that its ACLs
 * keep from us, is undefined: what rests on it cannot be judged.
 */
export interface RedisSample {
  /** When it was asked for, and when the last answer was there, both since the run began. */
  readonly askedAtMs: number;
  readonly toldAtMs: number;
  /** Whether INFO told anything; without it connections are all there is. */
  readonly hasInfo: boolean;
  /** Whether INFO takes longer than an answer of Redis may. */
  readonly isInfoSlow: boolean;
  /** Whether it reads its data from disk: how much memory and how many keys it has is not known before all is there. */
  readonly isLoading: boolean;
  /** Another one after each start of the server. */
  readonly serverRunId: string | undefined;
  /** Normal client connections without our own. */
  readonly connections: number | undefined;
  /** Those of them that match the pattern of the API. Needs CLIENT LIST. */
  readonly apiConnections: number | undefined;
  /** Those of them whose library sends the commands of all requests over one connection, without waiting for answers. */
  readonly multiplexingConnections: number | undefined;
  /** The oldest of them, at most ten. */
  readonly apiClients: readonly RedisClient[];
  /** Everybody that was connected; only for who compares looks, and never part of what setup() hands on. */
  readonly clients?: SeenClients;
  /** Of each command; as the clients, for comparing looks only. */
  readonly commandTimes?: CommandTimes;
  /** Clients of the API that wait in a blocking command; without CLIENT LIST all that do. */
  readonly blockedClients: number | undefined;
  /** Those of the API, in words, at most three. */
  readonly blockedInWords: string;
  /** How many connections the server takes; of a cluster, all masters together. Redis 7 tells it in INFO. */
  readonly maxClients: number | undefined;
  readonly rejectedConnectionsTotal: number | undefined;
  readonly receivedConnectionsTotal: number | undefined;
  /** Log-ins with a wrong password, and commands without a log-in; needs INFO of Redis 6.2. */
  readonly refusedLoginsTotal: number | undefined;
  /** How often a client gave itself a name by CLIENT SETNAME; needs INFO commandstats of Redis 7. */
  readonly namedConnectionsTotal: number | undefined;
  readonly keyspaceHitsTotal: number | undefined;
  readonly keyspaceMissesTotal: number | undefined;
  readonly evictedKeysTotal: number | undefined;
  readonly expiredKeysTotal: number | undefined;
  readonly usedMemoryBytes: number | undefined;
  /** Keys over all databases. */
  readonly keys: number | undefined;
  /** Keys that never expire, over all databases. */
  readonly lastingKeys: number | undefined;
  /** Calls and time of all commands that Redis executed; needs INFO commandstats. */
  readonly commandCallsTotal: number | undefined;
  readonly commandMicrosecondsTotal: number | undefined;
  /** Commands that Redis refused because of its state, since it started. */
  readonly refusals: RefusalCounts | undefined;
}

const CLIENTS_KEPT = 10;
const BLOCKED_TOLD = 3;

/** What Redis answered; undefined: it did not, or was not asked. */
export interface RedisAnswers {
  readonly info?: string | undefined;
  readonly clientList?: string | undefined;
  /** Ids of our own connections, where Redis told them. */
  readonly ownIds?: readonly string[];
  /** How many connections of our own INFO counts: 1 by default. */
  readonly ownConnections?: number;
  readonly isInfoSlow?: boolean;
  readonly askedAtMs?: number;
  readonly toldAtMs?: number;
}

/**
 * Reads one sample. Connections are counted by INFO where CLIENT LIST is not permitted, or lacks our own probe: such a
 * list is not whole.
 *
 * @param pattern which connections are the API's, by name or by address; `*` stands for any text
 */
export function readRedisSample(
  { info, clientList, ownIds = [], ownConnections = 1, isInfoSlow = false, askedAtMs = 0, toldAtMs = 0 }: RedisAnswers,
  pattern: string,
): RedisSample {
  const fields = parseInfo(info ?? '');
  const number = (field: string) => infoNumber(fields, field);
  const others = clientList === undefined ? undefined : othersOf(parseClientList(clientList), ownIds);
  const ofApi = others?.filter((client) => matches(client, pattern) && !isSentinel(client));
  const connected = number('connected_clients');
  // In a cluster any master may.
  const isLoading = (number('loading') ?? 0) > 0;
  const whenLoaded = (value: number | undefined) => (isLoading ? undefined : value);
  return {
    askedAtMs,
    toldAtMs,
    hasInfo: info !== undefined,
    isInfoSlow,
    isLoading,
    serverRunId: fields.run_id,
    connections: others?.length ?? (connected === undefined ? undefined : Math.max(0, connected - ownConnections)),
    apiConnections: ofApi?.length,
    multiplexingConnections: ofApi?.filter(({ libName = '' }) => MULTIPLEXING.test(libName)).length,
    apiClients: (ofApi ?? []).sort((a, b) => b.ageSeconds - a.ageSeconds).slice(0, CLIENTS_KEPT),
    ...(others && ofApi ? { clients: seenClients(others, ofApi) } : {}),
    // Those of other applications are their own business.
    blockedInWords: blockedInWords(ofApi ?? []),
    blockedClients: countBlocked(ofApi) ?? number('blocked_clients'),
    maxClients: number('maxclients'),
    rejectedConnectionsTotal: number('rejected_connections'),
    receivedConnectionsTotal: number('total_connections_received'),
    refusedLoginsTotal: readRefusedLogins(info ?? '', fields),
    namedConnectionsTotal: infoPart(fields, 'cmdstat_client|setname', 'calls'),
    keyspaceHitsTotal: number('keyspace_hits'),
    keyspaceMissesTotal: number('keyspace_misses'),
    evictedKeysTotal: number('evicted_keys'),
    expiredKeysTotal: number('expired_keys'),
    keys: whenLoaded(sumOver(fields, DATABASE, (db) => infoPart(fields, db, 'keys') ?? 0)),
    lastingKeys: whenLoaded(
      sumOver(fields, DATABASE, (db) => (infoPart(fields, db, 'keys') ?? 0) - (infoPart(fields, db, 'expires') ?? 0)),
    ),
    usedMemoryBytes: whenLoaded(number('used_memory')),
    ...(hasCommandStats(info ?? '', fields) ? commandTotals(fields) : NO_COMMAND_TOTALS),
    refusals: readRefusals(info ?? '', fields),
  };
}

const NO_COMMAND_TOTALS = { commandCallsTotal: undefined, commandMicrosecondsTotal: undefined };

/** It is asked for by itself, and may be left unanswered: then nothing is known, which is not that there were no commands. */
function hasCommandStats(info: string, fields: RedisInfo): boolean {
  return /^# *commandstats/im.test(info) || Object.keys(fields).some((name) => COMMAND.test(name));
}

function commandTotals(fields: RedisInfo) {
  return {
    commandCallsTotal: sumOver(fields, COMMAND, (command) => infoPart(fields, command, 'calls') ?? 0),
    commandMicrosecondsTotal: sumOver(fields, COMMAND, (command) => infoPart(fields, command, 'usec') ?? 0),
    commandTimes: readCommandTimes(fields, COMMAND),
  };
}

const DATABASE = /^db\d+$/;

/** Libraries that usually keep a single connection, by the names that they report (CLIENT SETINFO). */
const MULTIPLEXING = /^(?:ioredis|node-redis|lettuce|se\.redis|rueidis)\b/i;

// Our own questions are left out: INFO, CLIENT LIST and CONFIG GET take longer than what an API asks of a cache. So are commands that
// wait by design: Redis counts the wait as their time, though it is free for others meanwhile.
const COMMAND = /^cmdstat_(?!info|client|config|hello|ping|bl|br|bz|xread|wait)/;

function sumOver(fields: RedisInfo, names: RegExp, value: (name: string) => number): number {
  return Object.keys(fields)
    .filter((name) => names.test(name))
    .reduce((sum, name) => sum + value(name), 0);
}

/** All but our own probes, replicas, masters and monitors; undefined when none of them is our own. */
function othersOf(clients: readonly RedisClient[], ownIds: readonly string[]): RedisClient[] | undefined {
  const isOwn = ({ id, name }: RedisClient) => name === PROBE_NAME || ownIds.includes(id);
  const own = clients.some(isOwn) ? clients.filter(isOwn) : whoAskedForList(clients);
  if (own.length === 0) return undefined;
  return clients.filter((client) => !own.includes(client) && !/[SMO]/.test(client.flags ?? ''));
}

/** Where neither name nor id is allowed, the one client that runs CLIENT LIST at this moment is us. */
function whoAskedForList(clients: readonly RedisClient[]): RedisClient[] {
  const asking = clients.filter(({ cmd, idleSeconds }) => /^client(?:\|list)?$/.test(cmd) && idleSeconds === 0);
  return asking.length === 1 ? asking : [];
}

/** A Sentinel keeps two connections to each server that it watches, and names them so. */
function isSentinel({ name }: RedisClient): boolean {
  return /^sentinel-[\da-f]{8}-(?:cmd|pubsub)$/.test(name);
}

function blockedInWords(clients: readonly RedisClient[]): string {
  const blocked = clients.filter(({ flags }) => flags?.includes('b')).slice(0, BLOCKED_TOLD);
  return blocked.map(({ name, addr, cmd }) => `${name || 'a client without a name'} from ${addr} in ${cmd}`).join(', ');
}

/** Undefined where the list has no flags, as Dragonfly's. */
function countBlocked(clients: readonly RedisClient[] | undefined): number | undefined {
  if (clients?.some(({ flags }) => flags === undefined)) return undefined;
  return clients?.filter(({ flags }) => flags?.includes('b')).length;
}

function matches({ name, addr }: RedisClient, pattern: string): boolean {
  return matchesGlob(name, pattern) || matchesGlob(addr, pattern);
}

/** A sample whose totals can be compared with `now`: all 0 when the server has restarted since. */
export function comparableWith(now: RedisSample, before: RedisSample): RedisSample {
  if (now.serverRunId === before.serverRunId) return before;
  const totals = Object.keys(before).filter((field) => field.endsWith('Total'));
  return {
    ...before,
    ...Object.fromEntries(totals.map((field) => [field, 0])),
    refusals: before.refusals && NO_REFUSALS,
  };
}
