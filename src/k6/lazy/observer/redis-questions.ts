import exec from 'k6/execution';
import type { Client } from 'k6/x/redis';
import { SLOW_INFO_MS } from '../../../core/evidence/limits.ts';
import type { Told } from '../../../core/observer/redis-watch.ts';
import type { SilenceWatch } from '../../../core/observer/silence-watch.ts';
import type { Tell } from '../../../core/observer/tell.ts';
import { mergeClientLists, mergeInfos } from '../../../core/redis/cluster.ts';
import { redisOutcomeOf, SILENT } from '../../../core/redis/redis-outcome.ts';
import { PROBE_NAME, type RedisSample, readRedisSample } from '../../../core/redis/redis-sample.ts';
import { settings } from '../../setup/settings.ts';
import { connectTo, QUICK_MS } from './connect-to.ts';
import { connectionsOf, type RedisNode, type RedisNodes } from './redis-nodes.ts';
import { takeNote } from './take-note.ts';

/** A slow INFO is asked for again only after this many times the time that it took. */
const PAUSES_PER_ANSWER = 3;

/** After so many looks in a row at which it told nothing, Redis is waited for so long. */
const SILENT_LOOKS = 2;
const PATIENCE_MS = 5_000;

type Command = readonly [string, ...string[]];

/** Asks Redis how it is; what it does not tell is left open. */
export class RedisQuestions {
  readonly #silence: SilenceWatch;
  readonly #tell: Tell<'redis'>;
  #askInfoAtMs = 0;
  #looksWithoutInfo = 0;
  #silentLooks = 0;

  constructor(silence: SilenceWatch, tell: Tell<'redis'>) {
    this.#silence = silence;
    this.#tell = tell;
  }

  /** {@link ask} for those who look again and again: what takes long is left out now and then. */
  async askWhenDue(nodes: RedisNodes, start: RedisSample | null): Promise<Told | undefined> {
    if (start?.isInfoSlow) for (const node of await nodes.find()) node.patient ??= patientClient(node);
    const isTooEarly = exec.instance.currentTestRunDuration < this.#askInfoAtMs && !isLastLook();
    return this.ask(nodes, !isTooEarly);
  }

  /**
   * A Redis that tells nothing at one look after the other may be away, or have too much to do. Then two answers that come late
   * tell with what; there are none where even these do not come.
   */
  async askSilent(nodes: RedisNodes): Promise<readonly Told[]> {
    this.#silentLooks += 1;
    if (this.#silentLooks < SILENT_LOOKS) return [];
    this.#silentLooks = 0;
    const waiting = await nodes.connectPatiently(PATIENCE_MS);
    const first = await toldTo(waiting);
    const told = [first, first && (await toldTo(waiting))];
    // Nobody waits for the answer.
    for (const client of waiting) client.sendCommand('QUIT').catch(() => undefined);
    return told.filter((answer) => answer !== undefined);
  }

  /** All nodes at once, as if they were one server: what one of them does not tell is not told. undefined: nothing was. */
  async ask(nodes: RedisNodes, isInfoDue = true): Promise<Told | undefined> {
    const list = await nodes.find();
    if (list.length === 0) return undefined;
    const askedAtMs = exec.instance.currentTestRunDuration;
    const infos = isInfoDue ? await Promise.all(list.map((node) => this.#askForInfo(nodes, node))) : [];
    const clientLists = await Promise.all(list.map((node) => this.#askForClients(nodes, node)));
    const info = isInfoDue && infos.every(isTold) ? mergeInfos(infos) : undefined;
    const clientList = clientLists.every(isTold) ? mergeClientLists(clientLists) : undefined;
    this.#looksWithoutInfo += 1;
    if (info === undefined && clientList === undefined) return undefined;
    this.#silentLooks = 0;
    const ownConnections = list.flatMap(connectionsOf).length;
    const sample = readRedisSample(
      {
        info,
        clientList,
        ownIds: list.length > 1 ? [] : [...(list[0]?.ownIds ?? [])],
        ownConnections,
        isInfoSlow: list.some(({ patient }) => patient !== undefined),
        askedAtMs,
        toldAtMs: exec.instance.currentTestRunDuration,
      },
      settings().apiClients,
    );
    if (clientList !== undefined && sample.apiConnections === undefined) noteForeignList();
    if (sample.isLoading)
      takeNote('loading', 'Redis was loading its data: how much of its growth since then is growth is not known');
    const looks = info === undefined ? 0 : this.#looksWithoutInfo;
    if (info !== undefined) this.#looksWithoutInfo = 0;
    return { sample, looks, ownConnections };
  }

  async #askForInfo(nodes: RedisNodes, node: RedisNode): Promise<string | undefined> {
    const ask = (...command: Command) => this.#answerTo(nodes, node, command);
    let askedAtMs = exec.instance.currentTestRunDuration;
    let info = await ask('INFO');
    if (info === undefined && node.patient !== undefined) {
      // What was given up is no part of what it takes.
      askedAtMs = exec.instance.currentTestRunDuration;
      info = await ask('INFO');
    }
    const tookMs = exec.instance.currentTestRunDuration - askedAtMs;
    this.#tell('redis_info_duration', tookMs);
    if (tookMs >= SLOW_INFO_MS)
      this.#askInfoAtMs = Math.max(this.#askInfoAtMs, askedAtMs + tookMs * (1 + PAUSES_PER_ANSWER));
    // Where INFO is slow because Redis is busy, this tells with what. One that is slow itself was given up before.
    if (info === undefined || (tookMs >= SLOW_INFO_MS && node.patient !== undefined)) return info;
    const commandStats = await ask('INFO', 'commandstats');
    return `${info}\n${commandStats ?? ''}\n${await maxClientsAsIn(info, ask)}`;
  }

  async #askForClients(nodes: RedisNodes, node: RedisNode): Promise<string | undefined> {
    if (nodes.isKnownToRefuse('CLIENT LIST')) return undefined;
    // Each time: a connection that broke was followed by one without a name.
    for (const own of connectionsOf(node)) if (!(await nodes.nameConnection(node, own))) return undefined;
    const list = await this.#answerTo(nodes, node, ['CLIENT', 'LIST']);
    // Of several lists each must have our own: the one that is made of them has it anyway.
    if (node.hashTag === undefined || list === undefined || list.includes(PROBE_NAME)) return list;
    noteForeignList();
    return undefined;
  }

  /** What Redis answers to a question that it may refuse; what it said then is kept for the report. */
  async #answerTo(nodes: RedisNodes, node: RedisNode, command: Command): Promise<string | undefined> {
    const topic = command.join(' ');
    if (nodes.isKnownToRefuse(topic)) return undefined;
    const askedAtMs = exec.instance.currentTestRunDuration;
    try {
      return String(await (node.patient ?? node.client).sendCommand(...command));
    } catch (reason) {
      const text = String(reason);
      if (SILENT.includes(redisOutcomeOf(text))) await this.#addSilence(node, topic, askedAtMs);
      else takeNote(topic, `${topic} was refused: ${text}`);
      nodes.rememberRefusal(topic, text);
      return undefined;
    }
  }

  /** A server that answers PING meanwhile is there, and only slow to answer this. */
  async #addSilence(node: RedisNode, topic: string, askedAtMs: number): Promise<void> {
    const isThere = await node.client.sendCommand('PING').then(
      () => true,
      () => false,
    );
    if (!isThere) {
      this.#silence.add(askedAtMs, exec.instance.currentTestRunDuration, false);
      return;
    }
    takeNote(topic, `${topic} was not answered in time, though PING was`);
    node.patient ??= patientClient(node);
  }
}

/** What all servers did until now, each over its connection; undefined where one does not tell. */
async function toldTo(connections: readonly Client[]): Promise<Told | undefined> {
  const askedAtMs = exec.instance.currentTestRunDuration;
  const infos = await Promise.all(connections.map(commandsOf));
  if (infos.length === 0 || !infos.every(isTold)) return undefined;
  // The one that looks usually is there as well.
  const ownConnections = 2 * connections.length;
  const toldAtMs = exec.instance.currentTestRunDuration;
  const answers = { info: mergeInfos(infos), ownConnections, isInfoSlow: true, askedAtMs, toldAtMs };
  return { sample: readRedisSample(answers, settings().apiClients), looks: 1, ownConnections };
}

async function commandsOf(client: Client): Promise<string | undefined> {
  const ask = (...sections: string[]) => client.sendCommand('INFO', ...sections).then(String, () => undefined);
  const info = await ask();
  const commandStats = info && (await ask('commandstats'));
  return commandStats && `${info}\n${commandStats}`;
}

/** Redis tells it in INFO from version 7 on. Only who asks about the fleet needs it, and the right to ask. */
async function maxClientsAsIn(
  info: string,
  ask: (...command: Command) => Promise<string | undefined>,
): Promise<string> {
  if (settings().instances === 0 || /^maxclients:/m.test(info)) return '';
  const [most] = /\d+/.exec((await ask('CONFIG', 'GET', 'maxclients')) ?? '') ?? [];
  return most === undefined ? '' : `maxclients:${most}`;
}

function isTold(answer: string | undefined): answer is string {
  return answer !== undefined;
}

function noteForeignList(): void {
  takeNote('CLIENT LIST', 'CLIENT LIST does not show our own connection, so it does not show all');
}

function isLastLook(): boolean {
  const { progress, startTime } = exec.scenario;
  const elapsedMs = Date.now() - startTime;
  return elapsedMs / progress - elapsedMs < settings().observeEveryMs * 1.5;
}

/** Less patient than the time between two looks, of which the next must not be left out. */
function patientClient({ url }: RedisNode): Client {
  return connectTo(url, Math.min(5_000, Math.max(QUICK_MS, settings().observeEveryMs * 0.8)));
}
