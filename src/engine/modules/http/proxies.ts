import { proxyFor } from '../../../core/settings/proxy.ts';
import { type GoUrl, parseGoUrl } from './go-url.ts';
import { basicAuthorization } from './wire-headers.ts';

// Few origins: those that a script asks, and those that it was redirected to.
const known = new Map<string, GoUrl | 'none'>();

/** The proxy that requests to a URL go through, by the variables of the process; asked once for each origin. */
export function proxyOf(url: GoUrl): GoUrl | undefined {
  const { origin } = url;
  const found = known.get(origin);
  if (found !== undefined) return found === 'none' ? undefined : found;
  const given = proxyFor(url, process.env);
  const proxy = given === undefined ? undefined : parsed(given);
  if (proxy !== undefined && proxy.scheme !== 'http') {
    throw new Error(`a proxy at ${proxy.scheme}:// is not in the embedded engine: give one at http://, or install k6`);
  }
  known.set(origin, proxy ?? 'none');
  return proxy;
}

/** Go passes over a proxy whose address it cannot read. */
function parsed(given: string): GoUrl | undefined {
  try {
    return parseGoUrl(given);
  } catch {
    return undefined;
  }
}

/** The head of a request as a proxy takes it, which is told the whole URL. */
export function headForProxy(head: string, proxy: GoUrl): string {
  const [requestLine = '', hostLine = ''] = head.split('\r\n', 2);
  const host = hostLine.slice('Host: '.length);
  const [method = '', ...rest] = requestLine.split(' ');
  const others = head.slice(requestLine.length, -2);
  return `${method} http://${host}${rest.join(' ')}${others}${authorization(proxy)}\r\n`;
}

/** The request for a tunnel to the origin of a URL. */
export function tunnelHead({ hostname, port }: GoUrl, proxy: GoUrl): string {
  const target = `${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`;
  return `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${authorization(proxy)}\r\n`;
}

function authorization({ userInfo }: GoUrl): string {
  return userInfo === undefined ? '' : `Proxy-Authorization: ${basicAuthorization(userInfo)}\r\n`;
}
