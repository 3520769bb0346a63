import type { RedisClient } from './parse-client-list.ts';

/** A connection as far as it takes to know it again at the next look. */
export interface SeenClient {
  /** Id and address: nodes of a cluster give the same ids. */
  readonly key: string;
  /** What tells it from clients of other applications: its name, or where it comes from, as whom and with what if it has none. */
  readonly kind: string;
  readonly idleSeconds: number;
  readonly commandsTotal: number | undefined;
  /** Whether it has a name, or is still about to give one; absent where it works without. */
  readonly name?: 'given' | 'ahead';
  /** Whether it has sent nothing since it was opened. */
  readonly isSilent?: true;
  /** Whether its last command was about data: not to say who it is, to ask how the server is, or to listen. */
  readonly asks?: true;
  /** Whether it waits in a blocking command. */
  readonly isBlocked?: true;
}

/** Who was connected at a look, without our own connections. */
export interface SeenClients {
  readonly api: readonly SeenClient[];
  readonly others: readonly SeenClient[];
}

/** @param ofApi those of `clients` that are the API's */
export function seenClients(clients: readonly RedisClient[], ofApi: readonly RedisClient[]): SeenClients {
  const others = clients.filter((client) => !ofApi.includes(client));
  return { api: ofApi.map(seenClient), others: others.map(seenClient) };
}

/** What a client sends before it says who it is; `NULL`: nothing yet, or what the server does not know. */
const INTRODUCTION = /^(?:NULL|hello|auth|select|client(?:\|.*)?)$/i;
const NO_QUESTION =
  /^(?:ping|echo|info|command|config|cluster|readonly|role|quit|p?(?:un)?subscribe|s(?:un)?subscribe)\b/i;
/** Ages are whole seconds. */
const INTRODUCED_AFTER_S = 1;

function seenClient(client: RedisClient): SeenClient {
  const { id, addr, idleSeconds, commandsTotal, name, cmd, ageSeconds, flags } = client;
  // A pool may open connections ahead of need, and says who it is on each when it is first used.
  const isSilent = cmd === 'NULL' && idleSeconds === ageSeconds;
  const isAhead = isSilent || (ageSeconds <= INTRODUCED_AFTER_S && INTRODUCTION.test(cmd));
  return {
    key: `${id}@${addr}`,
    kind: name || kindOfNameless(client),
    idleSeconds,
    commandsTotal,
    ...(name === '' ? isAhead && { name: 'ahead' } : { name: 'given' }),
    ...(isSilent && { isSilent }),
    ...(!INTRODUCTION.test(cmd) && !NO_QUESTION.test(cmd) && cmd !== '' && { asks: true }),
    ...(flags?.includes('b') && { isBlocked: true }),
  };
}

/**
 * One application takes one user and one library for all that it does. It may well use several databases, versions of a library
 * (one of its own, one of a queue), or protocols, and what calls a library adds its own name in brackets: none of these tells.
 */
function kindOfNameless({ addr, user = 'default', libName = '' }: RedisClient): string {
  const library = libName.replace(/\(.*/, '');
  const from = `without a name from ${addr.replace(/:\d+$/, '')}`;
  return [from, ...(user === 'default' ? [] : [`as ${user}`]), ...(library === '' ? [] : [`by ${library}`])].join(' ');
}

/** Whether it has said who it is, or works without. */
export function isIntroduced({ name }: SeenClient): boolean {
  return name !== 'ahead';
}

/** What a look at the clients can be compared with. */
export interface ClientLook {
  readonly before: SeenClients | undefined;
  readonly now: SeenClients | undefined;
  /** Connections that Redis accepted between the two, without our own. */
  readonly received: number;
  /** How often a client gave itself a name between the two (CLIENT SETNAME); 0 where the server does not tell. */
  readonly named?: number;
  /** From the first question of the look before to the last answer of this one: totals and clients are told one after the other. */
  readonly sinceBeforeMs: number;
}

/** Those of `now` that were not there before. */
export function newcomers(before: readonly SeenClient[], now: readonly SeenClient[]): SeenClient[] {
  const keys = new Set(before.map(({ key }) => key));
  return now.filter(({ key }) => !keys.has(key));
}

/** Connections that came and went between two looks, or whose owner nobody can tell. */
export function unseenBetween({ before, now, received }: ClientLook): number {
  if (now === undefined) return received;
  const seen = newcomers(before?.api ?? [], now.api).length + newcomers(before?.others ?? [], now.others).length;
  return Math.max(0, received - seen);
}

/**
 * The most commands that others sent between two looks: 0 when none was at work, null when some were and Redis does not
 * tell how much.
 */
export function commandsOfOthers(look: ClientLook): number | null {
  const { before, now, sinceBeforeMs } = look;
  if (now === undefined) return null;
  const earlier = new Map((before?.others ?? []).map((client) => [client.key, client.commandsTotal]));
  // Who has given the name of the API since is not gone.
  const gone = newcomers([...now.others, ...now.api], before?.others ?? []);
  const hasUnseen = unseenBetween(look) > 0 && [...now.others, ...(before?.others ?? [])].some(isAtWork);
  if (gone.length === 0 && !hasUnseen && now.others.every(({ commandsTotal }) => commandsTotal !== undefined)) {
    // What they did before the first look is not of this run.
    if (before === undefined) return 0;
    return now.others.reduce((sum, { key, commandsTotal = 0 }) => sum + commandsTotal - (earlier.get(key) ?? 0), 0);
  }
  return areBusy(now.others, sinceBeforeMs) || hasUnseen || gone.length > 0 ? null : 0;
}

/** Whether others sent commands since the look before began, or may have; at the first one, since the start was looked at. */
export function wereOthersAtWork(look: ClientLook): boolean {
  return commandsOfOthers(look) !== 0 || areBusy(look.now?.others ?? [], look.sinceBeforeMs);
}

/** Whether one of them sent a command within this time. */
export function areBusy(clients: readonly SeenClient[], sinceMs: number): boolean {
  // Idle times are from one full second to another: who sent something a moment ago may be said to be idle for one.
  return clients.some((client) => isAtWork(client) && client.idleSeconds * 1_000 < sinceMs + 1_000);
}

function isAtWork({ isSilent }: SeenClient): boolean {
  return isSilent !== true;
}
