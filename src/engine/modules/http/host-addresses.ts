import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import { fieldOf } from '../../../core/records/named-fields.ts';

/** Where to connect to. */
export interface Address {
  readonly ip: string;
  readonly port: number;
}

// k6's defaults: names are remembered for 5 minutes, IPv4 is preferred, one of the addresses is taken at random.
const TTL_MS = 300_000;
const known = new Map<string, { readonly ips: readonly string[]; readonly expiresAt: number }>();

/** Finds the address of a host: the option `hosts` first, then DNS. Answers at once when nothing has to be asked. */
export function findAddress(
  hostname: string,
  port: number,
  hosts: Readonly<Record<string, string>>,
  callback: (error: NodeJS.ErrnoException | undefined, address: Address | undefined) => void,
): void {
  const alias = fieldOf(hosts, `${hostname}:${port}`) ?? fieldOf(hosts, hostname) ?? wildcardAlias(hostname, hosts);
  if (alias !== undefined) {
    callback(undefined, splitAlias(alias, port));
    return;
  }
  if (isIP(hostname) !== 0) {
    callback(undefined, { ip: hostname, port });
    return;
  }
  const remembered = known.get(hostname);
  if (remembered !== undefined && remembered.expiresAt > Date.now()) {
    callback(undefined, { ip: pick(remembered.ips), port });
    return;
  }
  lookup(hostname, { all: true }, (error, addresses) => {
    if (error) return callback(error, undefined);
    const ipv4 = addresses.filter(({ family }) => family === 4);
    const ips = (ipv4.length > 0 ? ipv4 : addresses).map(({ address }) => address);
    known.set(hostname, { ips, expiresAt: Date.now() + TTL_MS });
    callback(undefined, { ip: pick(ips), port });
  });
}

function pick(ips: readonly string[]): string {
  return ips[Math.floor(Math.random() * ips.length)] ?? '';
}

function wildcardAlias(hostname: string, hosts: Readonly<Record<string, string>>): string | undefined {
  const pattern = Object.keys(hosts)
    .filter((key) => key.startsWith('*') && hostname.endsWith(key.slice(1)))
    .sort((a, b) => b.length - a.length)[0];
  return pattern === undefined ? undefined : hosts[pattern];
}

function splitAlias(alias: string, port: number): Address {
  if (isIP(alias) !== 0) return { ip: alias, port };
  const colon = alias.lastIndexOf(':');
  return { ip: alias.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(alias.slice(colon + 1)) };
}
