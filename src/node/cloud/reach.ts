import { lookup } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ipBytes, isLoopback, sharePrefix } from '../../core/settings/ip-address.ts';

/** From where an address can be reached: this machine, its network, or anywhere. */
export type Reach = 'loopback' | 'private' | 'public';

const LOOKUP_MS = 3_000;
/** RFC 1918, 6598, 3927, 4193 and 4291. */
const PRIVATE_NETWORKS = [
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16'],
  ...['fc00::/7', 'fe80::/10'],
];
/** Of networks at home, in clusters, and of ElastiCache, which is reached from its VPC only. */
const PRIVATE_NAME = /^[^.]+$|\.(?:local|internal|intranet|lan|svc|home\.arpa|cache\.amazonaws\.com)\.?$/i;

/**
 * Tells from where a host can be reached, by its address, or by its name and the addresses that this machine finds for it.
 * A name that nobody here knows may be known elsewhere, and counts as public.
 */
export async function reachOf(host: string): Promise<Reach> {
  const own = reachOfAddress(host);
  if (own !== undefined) return own;
  if (/^(?:.+\.)?localhost\.?$/i.test(host)) return 'loopback';
  if (PRIVATE_NAME.test(host)) return 'private';
  const found = (await addressesOf(host)).map((address) => reachOfAddress(address) ?? 'public');
  if (found.length === 0 || found.includes('public')) return 'public';
  return found.includes('private') ? 'private' : 'loopback';
}

/** Of an IP address; undefined for anything else. */
function reachOfAddress(text: string): Reach | undefined {
  const bytes = ipBytes(text);
  if (bytes === undefined) return undefined;
  if (isLoopback(bytes) || isUnspecified(text)) return 'loopback';
  const isPrivate = PRIVATE_NETWORKS.some((network) => {
    const [address = '', bits] = network.split('/');
    return sharePrefix(bytes, ipBytes(address) ?? [], Number(bits) + (address.includes(':') ? 0 : 96));
  });
  return isPrivate ? 'private' : 'public';
}

/** As an address to go to, it is this machine. */
function isUnspecified(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

async function addressesOf(host: string): Promise<string[]> {
  const found = lookup(host, { all: true }).then(
    (list) => list.map(({ address }) => address),
    () => [],
  );
  return Promise.race([found, sleep(LOOKUP_MS, [], { ref: false })]);
}
