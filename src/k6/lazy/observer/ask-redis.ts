import exec from 'k6/execution';
import type { Client } from 'k6/x/redis';
import { isRefused, redisOutcomeOf, SILENT } from '../../../core/findings/redis-outcome.ts';
import { PROBE_NAME, type RedisSample, readRedisSample } from '../../../core/redis/redis-sample.ts';
import { redisMetrics as metrics } from '../../journeys/observer-metrics.ts';
import { settings } from '../../setup/settings.ts';
import { recordQuestion } from './observe-outage.ts';
import { patientClient } from './redis-probe.ts';
import { takeNote } from './take-note.ts';

/** From here on INFO is slow: it is asked for again only after a multiple of the time that it took. */
const SLOW_MS = 250;
const PAUSES_PER_ANSWER = 3;

// State of one VU.
let isNamed = false;
const ownIds = new Set<string>();
/** What Redis refuses it refuses again. */
const refused = new Set<string>();
/** Whom to ask what takes long. */
let patient: Client | undefined;
let askInfoAtMs = 0;
let looksWithoutInfo = 0;

/** What Redis told, and the looks that its INFO stands for: more than one when it was left out for being slow. */
export interface Told {
  readonly sample: RedisSample;
  readonly looks: number;
}

/** Asks Redis once how it is; what it does not tell is left open. undefined: it told nothing at all. */
export async function askRedis(client: Client): Promise<Told | undefined> {
  const info = await askForInfo(client);
  const clientList = await askForClients(client);
  if (info === undefined && clientList === undefined) return undefined;
  const sample = readRedisSample({ info, clientList, ownIds: [...ownIds] }, settings().apiClients);
  if (clientList !== undefined && sample.apiConnections === undefined) {
    takeNote('CLIENT LIST', 'CLIENT LIST does not show our own connection, so it does not show all');
  }
  const looks = info === undefined ? 0 : looksWithoutInfo + 1;
  if (info !== undefined) looksWithoutInfo = 0;
  return { sample, looks };
}

/** {@link askRedis} for those who want to know nothing more. */
export async function sampleRedis(client: Client): Promise<RedisSample | null> {
  return (await askRedis(client))?.sample ?? null;
}

async function askForInfo(client: Client): Promise<string | undefined> {
  const askedAtMs = exec.instance.currentTestRunDuration;
  if (askedAtMs < askInfoAtMs) {
    looksWithoutInfo += 1;
    return undefined;
  }
  const info = await ask(patient ?? client, client, 'INFO');
  const tookMs = exec.instance.currentTestRunDuration - askedAtMs;
  metrics?.infoDuration.add(tookMs);
  if (tookMs >= SLOW_MS) askInfoAtMs = askedAtMs + tookMs * (1 + PAUSES_PER_ANSWER);
  if (info === undefined) return undefined;
  const commandStats = await ask(patient ?? client, client, 'INFO', 'commandstats');
  return `${info}\n${commandStats ?? ''}`;
}

async function askForClients(client: Client): Promise<string | undefined> {
  if (refused.has('CLIENT LIST')) return undefined;
  if (!isNamed) await nameConnection(client);
  const list = await ask(client, client, 'CLIENT', 'LIST');
  if (list === undefined || list.includes(PROBE_NAME)) return list;
  // The connection is another one than that which got the name.
  await nameConnection(client);
  return ask(client, client, 'CLIENT', 'LIST');
}

/** HELLO gives a name and tells the id to users who may run neither CLIENT SETNAME nor CLIENT ID; none of them is needed. */
async function nameConnection(client: Client): Promise<void> {
  const hello = await client.sendCommand('HELLO', '2', 'SETNAME', PROBE_NAME).catch(() => undefined);
  isNamed = true;
  if (Array.isArray(hello)) {
    ownIds.add(String(hello[hello.indexOf('id') + 1]));
    return;
  }
  await client.sendCommand('CLIENT', 'SETNAME', PROBE_NAME).catch(() => undefined);
  const id = await client.sendCommand('CLIENT', 'ID').catch(() => undefined);
  if (id !== undefined) ownIds.add(String(id));
}

/** What Redis answers to a question that it may refuse; what it said then is kept for the report. */
async function ask(
  asked: Client,
  probe: Client,
  ...command: readonly [string, ...string[]]
): Promise<string | undefined> {
  const topic = command.join(' ');
  if (refused.has(topic)) return undefined;
  const askedAtMs = exec.instance.currentTestRunDuration;
  try {
    return String(await asked.sendCommand(...command));
  } catch (reason) {
    const text = String(reason);
    if (SILENT.includes(redisOutcomeOf(text))) await recordSilence(probe, topic, askedAtMs);
    else takeNote(topic, `${topic} was refused: ${text}`);
    if (isRefused(text)) refused.add(topic);
    return undefined;
  }
}

/** A server that answers PING meanwhile is there, and only slow to answer this. */
async function recordSilence(probe: Client, topic: string, askedAtMs: number): Promise<void> {
  const isThere = await probe.sendCommand('PING').then(
    () => true,
    () => false,
  );
  if (!isThere) {
    recordQuestion(askedAtMs, false);
    return;
  }
  patient ??= patientClient();
  takeNote(topic, `${topic} was not answered in time, though PING was`);
}
