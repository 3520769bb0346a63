import exec from 'k6/execution';
import type { Client } from 'k6/x/redis';
import { SLOW_INFO_MS } from '../../../core/evidence/limits.ts';
import { mergeClientLists, mergeInfos } from '../../../core/redis/cluster.ts';
import { redisOutcomeOf, SILENT } from '../../../core/redis/redis-outcome.ts';
import { PROBE_NAME, type RedisSample, readRedisSample } from '../../../core/redis/redis-sample.ts';
import { redisMetrics as metrics } from '../../journeys/observer-metrics.ts';
import { settings } from '../../setup/settings.ts';
import { connectTo, QUICK_MS } from './connect-to.ts';
import { recordQuestion } from './observe-outage.ts';
import {
  isKnownToRefuse,
  knownNodes,
  nameConnection,
  nodesBehind,
  type RedisNode,
  rememberRefusal,
} from './redis-nodes.ts';
import { takeNote } from './take-note.ts';

/** A slow INFO is asked for again only after this many times the time that it took. */
const PAUSES_PER_ANSWER = 3;

// State of one VU.
let askInfoAtMs = 0;
let looksWithoutInfo = 0;

/** What Redis told, and the looks that its INFO stands for: more than one when it was left out for being slow. */
export interface Told {
  readonly sample: RedisSample;
  readonly looks: number;
  /** Connections of our own, which the server counts among those that it received. */
  readonly ownConnections: number;
}

type Command = readonly [string, ...string[]];

/** Asks Redis once how it is; what it does not tell is left open. undefined: it told nothing at all. */
export async function askRedis(client: Client, start: RedisSample | null): Promise<Told | undefined> {
  const nodes = await nodesBehind(client);
  if (start?.isInfoSlow) for (const node of nodes) node.patient ??= patientClient(node);
  const isTooEarly = exec.instance.currentTestRunDuration < askInfoAtMs && !isLastLook();
  return ask(nodes, !isTooEarly);
}

/** {@link askRedis} for those who look once. */
export async function sampleRedis(client: Client): Promise<RedisSample | null> {
  return (await ask(await nodesBehind(client), true))?.sample ?? null;
}

/** Closes our connections: a VU that is done with Redis must not be counted among its clients. */
export async function leaveRedis(client: Client): Promise<void> {
  const own = new Set([client, ...knownNodes().flatMap(connectionsOf)]);
  for (const connection of own) await connection.sendCommand('QUIT').catch(() => undefined);
}

/** All nodes at once, as if they were one server: what one of them does not tell is not told. */
async function ask(nodes: readonly RedisNode[], isInfoDue: boolean): Promise<Told | undefined> {
  if (nodes.length === 0) return undefined;
  const infos = isInfoDue ? await Promise.all(nodes.map(askForInfo)) : [];
  const lists = await Promise.all(nodes.map(askForClients));
  const info = isInfoDue && infos.every(isTold) ? mergeInfos(infos) : undefined;
  const clientList = lists.every(isTold) ? mergeClientLists(lists) : undefined;
  looksWithoutInfo += 1;
  if (info === undefined && clientList === undefined) return undefined;
  const ownConnections = nodes.flatMap(connectionsOf).length;
  const sample = readRedisSample(
    {
      info,
      clientList,
      ownIds: nodes.length > 1 ? [] : [...(nodes[0]?.ownIds ?? [])],
      ownConnections,
      isInfoSlow: nodes.some(({ patient }) => patient !== undefined),
    },
    settings().apiClients,
  );
  if (clientList !== undefined && sample.apiConnections === undefined) noteForeignList();
  const looks = info === undefined ? 0 : looksWithoutInfo;
  if (info !== undefined) looksWithoutInfo = 0;
  return { sample, looks, ownConnections };
}

function isTold(answer: string | undefined): answer is string {
  return answer !== undefined;
}

function connectionsOf({ client, patient }: RedisNode): Client[] {
  return patient === undefined ? [client] : [client, patient];
}

function noteForeignList(): void {
  takeNote('CLIENT LIST', 'CLIENT LIST does not show our own connection, so it does not show all');
}

function isLastLook(): boolean {
  const { progress, startTime } = exec.scenario;
  const elapsedMs = Date.now() - startTime;
  return elapsedMs / progress - elapsedMs < settings().observeEveryMs * 1.5;
}

async function askForInfo(node: RedisNode): Promise<string | undefined> {
  let askedAtMs = exec.instance.currentTestRunDuration;
  let info = await answerTo(node, 'INFO');
  if (info === undefined && node.patient !== undefined) {
    // What was given up is no part of what it takes.
    askedAtMs = exec.instance.currentTestRunDuration;
    info = await answerTo(node, 'INFO');
  }
  const tookMs = exec.instance.currentTestRunDuration - askedAtMs;
  metrics?.redis_info_duration.add(tookMs);
  if (tookMs >= SLOW_INFO_MS) askInfoAtMs = Math.max(askInfoAtMs, askedAtMs + tookMs * (1 + PAUSES_PER_ANSWER));
  if (info === undefined || tookMs >= SLOW_INFO_MS) return info;
  const commandStats = await answerTo(node, 'INFO', 'commandstats');
  return `${info}\n${commandStats ?? ''}`;
}

async function askForClients(node: RedisNode): Promise<string | undefined> {
  if (isKnownToRefuse('CLIENT LIST')) return undefined;
  // Each time: a connection that broke was followed by one without a name.
  for (const own of connectionsOf(node)) if (!(await nameConnection(node, own))) return undefined;
  const list = await answerTo(node, 'CLIENT', 'LIST');
  // Of several lists each must have our own: the one that is made of them has it anyway.
  if (node.hashTag === undefined || list === undefined || list.includes(PROBE_NAME)) return list;
  noteForeignList();
  return undefined;
}

/** What Redis answers to a question that it may refuse; what it said then is kept for the report. */
async function answerTo(node: RedisNode, ...command: Command): Promise<string | undefined> {
  const topic = command.join(' ');
  if (isKnownToRefuse(topic)) return undefined;
  const askedAtMs = exec.instance.currentTestRunDuration;
  try {
    return String(await (node.patient ?? node.client).sendCommand(...command));
  } catch (reason) {
    const text = String(reason);
    if (SILENT.includes(redisOutcomeOf(text))) await recordSilence(node, topic, askedAtMs);
    else takeNote(topic, `${topic} was refused: ${text}`);
    rememberRefusal(topic, text);
    return undefined;
  }
}

/** A server that answers PING meanwhile is there, and only slow to answer this. */
async function recordSilence(node: RedisNode, topic: string, askedAtMs: number): Promise<void> {
  const isThere = await node.client.sendCommand('PING').then(
    () => true,
    () => false,
  );
  if (!isThere) {
    recordQuestion(askedAtMs, false);
    return;
  }
  takeNote(topic, `${topic} was not answered in time, though PING was`);
  node.patient ??= patientClient(node);
}

/** Less patient than the time between two looks, of which the next must not be left out. */
function patientClient({ url }: RedisNode): Client {
  return connectTo(url, Math.min(5_000, Math.max(QUICK_MS, settings().observeEveryMs * 0.8)));
}
