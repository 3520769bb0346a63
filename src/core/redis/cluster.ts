/** A master of a Redis cluster, with the slots that it serves. */
export interface ClusterMaster {
  /** Empty where the node does not know its own address: it is the one that was asked. */
  readonly host: string;
  readonly port: number;
  readonly isAsked: boolean;
  readonly slots: readonly (readonly [first: number, last: number])[];
}

const SLOTS = 16_384;

/** Reads the answer to CLUSTER NODES: masters that serve slots, the one that was asked first. */
export function parseClusterNodes(text: string): ClusterMaster[] {
  return text
    .split(/\r?\n/)
    .flatMap(parseNode)
    .sort((one, other) => Number(other.isAsked) - Number(one.isAsked));
}

/** `<id> <ip:port@cport[,hostname]> <flags> <master> <ping> <pong> <epoch> <link> <slot> …` */
function parseNode(line: string): ClusterMaster[] {
  const [, address = '', flags = '', , , , , , ...ranges] = line.split(' ');
  const [, ip = '', port = '', hostname = ''] = /^(.*):(\d+)(?:@\d+)?(?:,([^,]*))?/.exec(address) ?? [];
  const names = flags.split(',');
  const slots = ranges.flatMap((range): [number, number][] => {
    // Slots that are on their way from or to another node stand in brackets.
    const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? [];
    return first === undefined ? [] : [[Number(first), Number(last ?? first)]];
  });
  if (!names.includes('master') || names.includes('fail') || slots.length === 0) return [];
  return [{ host: hostname || ip, port: Number(port), isAsked: names.includes('myself'), slots }];
}

/** The slot of a key: CRC16 (XMODEM) of what stands in its first pair of braces, or of all. */
export function slotOf(key: string): number {
  const tag = /\{([^}]+)\}/.exec(key)?.[1];
  const hashed = tag !== undefined && key.indexOf('{') === key.indexOf(`{${tag}}`) ? tag : key;
  let crc = 0;
  for (const character of hashed) {
    crc ^= character.charCodeAt(0) << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc % SLOTS;
}

/** A text that, as the hash tag of a key, puts it on this master. */
export function hashTagOn({ slots }: ClusterMaster): string {
  for (let number = 0; ; number += 1) {
    const slot = slotOf(`${number}`);
    if (slots.some(([first, last]) => first <= slot && slot <= last)) return `${number}`;
  }
}

/** One INFO for several servers: numbers are summed, those inside `a=1,b=2` as well; of texts each server's is kept. */
export function mergeInfos(infos: readonly string[]): string {
  const [only = '', ...others] = infos;
  if (others.length === 0) return only;
  const merged = new Map<string, string>();
  for (const line of infos.flatMap((info) => info.split(/\r?\n/))) {
    const colon = line.indexOf(':');
    const name = colon > 0 ? line.slice(0, colon) : line;
    const value = colon > 0 ? line.slice(colon + 1) : '';
    const before = merged.get(name);
    merged.set(name, before === undefined ? value : mergeValues(before, value));
  }
  return [...merged].map(([name, value]) => (name.startsWith('#') ? name : `${name}:${value}`)).join('\n');
}

function mergeValues(one: string, other: string): string {
  if (one.includes('=')) return mergeParts(one, other);
  const sum = Number(one) + Number(other);
  return one.trim() !== '' && Number.isFinite(sum) ? `${sum}` : `${one}+${other}`;
}

function mergeParts(one: string, other: string): string {
  const parts = new Map(one.split(',').map((part) => part.split('=') as [string, string]));
  for (const [name = '', value = ''] of other.split(',').map((part) => part.split('='))) {
    const sum = Number(parts.get(name) ?? 0) + Number(value);
    parts.set(name, Number.isFinite(sum) ? `${sum}` : value);
  }
  return [...parts].map(([name, value]) => `${name}=${value}`).join(',');
}

/** One CLIENT LIST for several servers; an id is unique on one server only. */
export function mergeClientLists(lists: readonly string[]): string {
  const [only = '', ...others] = lists;
  if (others.length === 0) return only;
  return lists.map((list, server) => list.replace(/^id=/gm, `id=${server}-`)).join('\n');
}

/** The URL of another node of the cluster: the same scheme, user and options. */
export function urlOfNode(url: string, host: string, port: number): string {
  const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return url.replace(/^(rediss?:\/\/(?:[^@/?#]*@)?)(?:\[[^\]]*\]|[^:/?#]*)(?::\d+)?/i, `$1${address}`);
}
