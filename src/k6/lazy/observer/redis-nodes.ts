import type { Client } from 'k6/x/redis';
import { type ClusterMaster, hashTagOn, parseClusterNodes, urlOfNode } from '../../../core/redis/cluster.ts';
import { isRefused, redisOutcomeOf, UNANSWERED } from '../../../core/redis/redis-outcome.ts';
import { PROBE_NAME } from '../../../core/redis/redis-sample.ts';
import { requestSettings } from '../../setup/settings.ts';
import { connectTo } from './connect-to.ts';
import { takeNote } from './take-note.ts';

/** One server that is observed: all there is, or a master of a cluster. */
export interface RedisNode {
  readonly client: Client;
  readonly url: string;
  /** Puts a key on this node; none where there is only one. */
  readonly hashTag?: string;
  /** Ids of our own connections there. */
  readonly ownIds: Set<string>;
  /** Another connection, once it took long to tell of itself while it answered all else. */
  patient?: Client;
}

const SILENCE = Symbol('no answer');

type Command = readonly [string, ...string[]];

/** All servers behind REDIS_URL, and what they refuse. */
export class RedisNodes {
  readonly client: Client;
  #nodes: readonly RedisNode[] = [];
  #mode = '';
  /** What Redis refuses it refuses again. */
  readonly #refused = new Set<string>();

  constructor(client: Client) {
    this.client = client;
  }

  /** The first is the one that the check is made on. None while Redis answers nothing. */
  async find(): Promise<readonly RedisNode[]> {
    if (this.#nodes.length > 0) return this.#nodes;
    const asked: RedisNode = { client: this.client, url: requestSettings.redisUrl, ownIds: new Set() };
    if (await this.nameConnection(asked, this.client))
      this.#nodes = (this.#mode === 'cluster' && (await mastersBehind(asked))) || [asked];
    return this.#nodes;
  }

  /**
   * A connection to each server that waits so long for an answer. Of a cluster whose masters are not known yet there are none: one
   * of them would not be all.
   */
  async connectPatiently(patienceMs: number): Promise<readonly Client[]> {
    if (this.#nodes.length > 0) return this.#nodes.map(({ url }) => connectTo(url, patienceMs));
    const url = requestSettings.redisUrl;
    const client = connectTo(url, patienceMs);
    const isThere = await this.nameConnection({ client, url, ownIds: new Set() }, client);
    return isThere && this.#mode !== 'cluster' ? [client] : [];
  }

  /** Whether REDIS_URL names a Sentinel, which has no data; known once a server was found. */
  get isSentinel(): boolean {
    return this.#mode === 'sentinel';
  }

  /** That a slot moved means that the masters are not those that we know. */
  forget(): void {
    this.#nodes = [];
  }

  /** Closes our connections to those that were found. */
  async leave(): Promise<void> {
    const own = new Set([this.client, ...this.#nodes.flatMap(connectionsOf)]);
    for (const connection of own) await connection.sendCommand('QUIT').catch(() => undefined);
  }

  isKnownToRefuse(command: string): boolean {
    return this.#refused.has(command);
  }

  /** Keeps in mind what will be refused again. */
  rememberRefusal(command: string, errorText: string): void {
    if (isRefused(errorText)) this.#refused.add(command);
  }

  /**
   * HELLO gives a name and tells id and mode to users who may run neither CLIENT SETNAME nor CLIENT ID; none of them is
   * needed. Says whether Redis answered anything.
   */
  async nameConnection({ ownIds }: RedisNode, own: Client): Promise<boolean> {
    const hello = await this.#optional(own, 'HELLO', '2', 'SETNAME', PROBE_NAME);
    if (hello === SILENCE) return false;
    if (Array.isArray(hello)) {
      const told = (field: string) => String(hello[hello.indexOf(field) + 1]);
      ownIds.add(told('id'));
      this.#mode = told('mode');
      return true;
    }
    await this.#optional(own, 'CLIENT', 'SETNAME', PROBE_NAME);
    const id = await this.#optional(own, 'CLIENT', 'ID');
    if (typeof id === 'number') ownIds.add(String(id));
    return true;
  }

  /** The answer to a command that nothing depends on. */
  async #optional(own: Client, ...command: Command): Promise<unknown> {
    const topic = command.join(' ');
    if (this.#refused.has(topic)) return undefined;
    return own.sendCommand(...command).catch((reason) => {
      this.rememberRefusal(topic, String(reason));
      return UNANSWERED.includes(redisOutcomeOf(String(reason))) ? SILENCE : undefined;
    });
  }
}

export function connectionsOf({ client, patient }: RedisNode): Client[] {
  return patient === undefined ? [client] : [client, patient];
}

async function mastersBehind(asked: RedisNode): Promise<RedisNode[] | undefined> {
  const answer = await asked.client.sendCommand('CLUSTER', 'NODES').then(String, (reason) => {
    takeNote('CLUSTER NODES', `CLUSTER NODES was refused, so one node had to do: ${reason}`);
    return '';
  });
  const masters = parseClusterNodes(answer);
  return masters.length === 0 ? undefined : masters.map((master) => nodeOf(master, asked));
}

function nodeOf(master: ClusterMaster, asked: RedisNode): RedisNode {
  const hashTag = hashTagOn(master);
  if (master.isAsked) return { ...asked, hashTag };
  const url = urlOfNode(asked.url, master.host, master.port);
  return { client: connectTo(url), url, hashTag, ownIds: new Set() };
}
