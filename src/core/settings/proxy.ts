import { ipBytes, isLoopback, isV4, sharePrefix } from './ip-address.ts';
import type { Environment } from './variable.ts';

/** The parts of an address that decide on its proxy. */
interface Destination {
  readonly scheme: string;
  /** Without the brackets of IPv6. */
  readonly hostname: string;
  readonly port: number;
}

/** Of an `http://` or `https://` address; undefined for any other text. */
export function destinationOf(url: string): Destination | undefined {
  const match = /^(https?):\/\/(?:[^/?#]*@)?(?:\[([^\]]*)\]|([^:/?#]*))(?::(\d+))?(?:[/?#]|$)/i.exec(url);
  if (match === null) return undefined;
  const [, scheme = '', v6, name = '', port] = match;
  const isSecure = scheme.toLowerCase() === 'https';
  return { scheme: scheme.toLowerCase(), hostname: v6 ?? name, port: Number(port ?? (isSecure ? 443 : 80)) };
}

/**
 * The proxy that requests go through, by HTTP_PROXY, HTTPS_PROXY and NO_PROXY as Go's net/http reads them, and so k6:
 * lower case before upper case, `localhost` and loopback addresses never.
 */
export function proxyFor({ scheme, hostname, port }: Destination, env: Environment): string | undefined {
  const name = scheme === 'https' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const given = either(name, env);
  if (given === '' || hostname === 'localhost') return undefined;
  const ip = ipBytes(hostname);
  if (ip !== undefined && isLoopback(ip)) return undefined;
  const host = hostname.toLowerCase();
  const isExempt = either('NO_PROXY', env)
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => exempts(entry, host, ip, port));
  if (isExempt) return undefined;
  return /^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(given) ? given : `http://${given}`;
}

function either(name: string, env: Environment): string {
  return env[name.toLowerCase()] || env[name] || '';
}

/** Whether an entry of NO_PROXY is about this host. */
function exempts(entry: string, host: string, ip: readonly number[] | undefined, port: number): boolean {
  if (entry === '*') return true;
  const [, network = '', bits = ''] = /^(.+)\/(\d+)$/.exec(entry) ?? [];
  const base = ipBytes(network);
  if (base !== undefined) {
    const prefix = Number(bits) + (isV4(base) ? 96 : 0);
    return ip !== undefined && sharePrefix(ip, base, prefix);
  }
  // Without its port, which only one colon can be in front of, unless there are brackets.
  const [, bracketed, plain, onPort] = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(entry) ?? [];
  const name = bracketed ?? plain ?? entry;
  if (name === '' || (onPort !== undefined && Number(onPort) !== port)) return false;
  const address = ipBytes(name);
  if (address !== undefined || ip !== undefined) return address?.join() === ip?.join();
  const suffix = name.replace(/^\*(?=\.)/, '');
  return suffix.startsWith('.') ? host.endsWith(suffix) : host === suffix || host.endsWith(`.${suffix}`);
}
