import exec from 'k6/execution';
import type { Client } from 'k6/x/redis';
import { SLOW_INFO_MS } from '../../../core/findings/limits.ts';
import { isRefused, redisOutcomeOf, SILENT } from '../../../core/findings/redis-outcome.ts';
import { PROBE_NAME, type RedisSample, readRedisSample } from '../../../core/redis/redis-sample.ts';
import { redisMetrics as metrics } from '../../journeys/observer-metrics.ts';
import { settings } from '../../setup/settings.ts';
import { recordQuestion } from './observe-outage.ts';
import { patientClient } from './redis-probe.ts';
import { takeNote } from './take-note.ts';

/** A slow INFO is asked for again only after this many times the time that it took. */
const PAUSES_PER_ANSWER = 3;

// State of one VU.
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

type Command = readonly [string, ...string[]];

/** Asks Redis once how it is; what it does not tell is left open. undefined: it told nothing at all. */
export async function askRedis(client: Client, start: RedisSample | null): Promise<Told | undefined> {
  if (start?.isInfoSlow) patient ??= patientClient();
  const isTooEarly = exec.instance.currentTestRunDuration < askInfoAtMs && !isLastLook();
  return ask(client, !isTooEarly);
}

/** {@link askRedis} for those who look once. */
export async function sampleRedis(client: Client): Promise<RedisSample | null> {
  return (await ask(client, true))?.sample ?? null;
}

/** Closes our connections: a VU that is done with Redis must not be counted among its clients. */
export async function leaveRedis(client: Client): Promise<void> {
  for (const own of [client, patient]) await own?.sendCommand('QUIT').catch(() => undefined);
}

async function ask(client: Client, isInfoDue: boolean): Promise<Told | undefined> {
  const info = isInfoDue ? await askForInfo(client) : undefined;
  const clientList = await askForClients(client);
  looksWithoutInfo += 1;
  if (info === undefined && clientList === undefined) return undefined;
  const ownConnections = patient === undefined ? 1 : 2;
  const isInfoSlow = patient !== undefined;
  const answers = { info, clientList, ownIds: [...ownIds], ownConnections, isInfoSlow };
  const sample = readRedisSample(answers, settings().apiClients);
  if (clientList !== undefined && sample.apiConnections === undefined) {
    takeNote('CLIENT LIST', 'CLIENT LIST does not show our own connection, so it does not show all');
  }
  if (info === undefined) return { sample, looks: 0 };
  const looks = looksWithoutInfo;
  looksWithoutInfo = 0;
  return { sample, looks };
}

function isLastLook(): boolean {
  const { progress, startTime } = exec.scenario;
  const elapsedMs = Date.now() - startTime;
  return elapsedMs / progress - elapsedMs < settings().observeEveryMs * 1.5;
}

async function askForInfo(client: Client): Promise<string | undefined> {
  const askedAtMs = exec.instance.currentTestRunDuration;
  const info = (await answerTo(client, 'INFO')) ?? (patient === undefined ? undefined : await answerTo(client, 'INFO'));
  const tookMs = exec.instance.currentTestRunDuration - askedAtMs;
  metrics?.infoDuration.add(tookMs);
  if (tookMs >= SLOW_INFO_MS) askInfoAtMs = askedAtMs + tookMs * (1 + PAUSES_PER_ANSWER);
  if (info === undefined || tookMs >= SLOW_INFO_MS) return info;
  const commandStats = await answerTo(client, 'INFO', 'commandstats');
  return `${info}\n${commandStats ?? ''}`;
}

async function askForClients(client: Client): Promise<string | undefined> {
  if (refused.has('CLIENT LIST')) return undefined;
  // Each time: a connection that broke was followed by one without a name.
  for (const own of [client, patient]) if (own !== undefined) await nameConnection(own);
  return answerTo(client, 'CLIENT', 'LIST');
}

/** HELLO gives a name and tells the id to users who may run neither CLIENT SETNAME nor CLIENT ID; none of them is needed. */
async function nameConnection(own: Client): Promise<void> {
  const hello = await optional(own, 'HELLO', '2', 'SETNAME', PROBE_NAME);
  if (Array.isArray(hello)) {
    ownIds.add(String(hello[hello.indexOf('id') + 1]));
    return;
  }
  await optional(own, 'CLIENT', 'SETNAME', PROBE_NAME);
  const id = await optional(own, 'CLIENT', 'ID');
  if (id !== undefined) ownIds.add(String(id));
}

/** The answer to a command that nothing depends on. */
async function optional(own: Client, ...command: Command): Promise<unknown> {
  const topic = command.join(' ');
  if (refused.has(topic)) return undefined;
  return own.sendCommand(...command).catch((reason) => {
    if (isRefused(String(reason))) refused.add(topic);
    return undefined;
  });
}

/** What Redis answers to a question that it may refuse; what it said then is kept for the report. */
async function answerTo(client: Client, ...command: Command): Promise<string | undefined> {
  const topic = command.join(' ');
  if (refused.has(topic)) return undefined;
  const askedAtMs = exec.instance.currentTestRunDuration;
  try {
    return String(await (patient ?? client).sendCommand(...command));
  } catch (reason) {
    const text = String(reason);
    if (SILENT.includes(redisOutcomeOf(text))) await recordSilence(client, topic, askedAtMs);
    else takeNote(topic, `${topic} was refused: ${text}`);
    if (isRefused(text)) refused.add(topic);
    return undefined;
  }
}

/** A server that answers PING meanwhile is there, and only slow to answer this. */
async function recordSilence(client: Client, topic: string, askedAtMs: number): Promise<void> {
  const isThere = await client.sendCommand('PING').then(
    () => true,
    () => false,
  );
  if (!isThere) {
    recordQuestion(askedAtMs, false);
    return;
  }
  takeNote(topic, `${topic} was not answered in time, though PING was`);
  patient ??= patientClient();
}
