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

// State of one VU.
let nodes: readonly RedisNode[] = [];
let mode = '';
/** What Redis refuses it refuses again. */
const refused = new Set<string>();

/** All servers behind REDIS_URL; the first is the one that the check is made on. None while Redis answers nothing. */
export async function nodesBehind(client: Client): Promise<readonly RedisNode[]> {
  if (nodes.length > 0) return nodes;
  const asked: RedisNode = { client, url: requestSettings.redisUrl, ownIds: new Set() };
  if (await nameConnection(asked, client)) nodes = (mode === 'cluster' && (await mastersBehind(asked))) || [asked];
  return nodes;
}

/** Those that {@link nodesBehind} found; nobody is asked for them. */
export function knownNodes(): readonly RedisNode[] {
  return nodes;
}

/** Whether REDIS_URL names a Sentinel, which has no data; known once a sample was taken. */
export function isSentinel(): boolean {
  return mode === 'sentinel';
}

/** That a slot moved means that the masters are not those that we know. */
export function forgetNodes(): void {
  nodes = [];
}

export function isKnownToRefuse(command: string): boolean {
  return refused.has(command);
}

/** Keeps in mind what will be refused again. */
export function rememberRefusal(command: string, errorText: string): void {
  if (isRefused(errorText)) refused.add(command);
}

/**
 * HELLO gives a name and tells id and mode to users who may run neither CLIENT SETNAME nor CLIENT ID; none of them is
 * needed. Says whether Redis answered anything.
 */
export async function nameConnection({ ownIds }: RedisNode, own: Client): Promise<boolean> {
  const hello = await optional(own, 'HELLO', '2', 'SETNAME', PROBE_NAME);
  if (hello === SILENCE) return false;
  if (Array.isArray(hello)) {
    const told = (field: string) => String(hello[hello.indexOf(field) + 1]);
    ownIds.add(told('id'));
    mode = told('mode');
    return true;
  }
  await optional(own, 'CLIENT', 'SETNAME', PROBE_NAME);
  const id = await optional(own, 'CLIENT', 'ID');
  if (typeof id === 'number') ownIds.add(String(id));
  return true;
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

/** The answer to a command that nothing depends on. */
async function optional(own: Client, ...command: Command): Promise<unknown> {
  const topic = command.join(' ');
  if (refused.has(topic)) return undefined;
  return own.sendCommand(...command).catch((reason) => {
    rememberRefusal(topic, String(reason));
    return UNANSWERED.includes(redisOutcomeOf(String(reason))) ? SILENCE : undefined;
  });
}
