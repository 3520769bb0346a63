import type { Socket } from 'node:net';
import type { GoUrl } from './go-url.ts';
import { tunnelHead } from './proxies.ts';
import { brokenTransportError, KnownRequestError } from './request-error.ts';

const LONGEST_HEAD = 64 * 1024;

/** Asks the proxy at the other end of a socket for a tunnel to the origin of a URL. */
export function openTunnel(socket: Socket, url: GoUrl, proxy: GoUrl, onDone: (error: Error | undefined) => void): void {
  let head = '';
  const onData = (data: Buffer): void => {
    head += data.toString('latin1');
    const isWhole = head.includes('\r\n\r\n');
    if (!isWhole && head.length < LONGEST_HEAD) return;
    socket.off('data', onData);
    onDone(isWhole ? refusalIn(head) : brokenTransportError('the answer of the proxy has no end'));
  };
  socket.on('data', onData);
  socket.write(tunnelHead(url, proxy), 'latin1');
}

/** What a proxy says that opens no tunnel, in k6's words. */
function refusalIn(head: string): Error | undefined {
  const [, status, text = ''] = /^HTTP\/1\.\d (\d{3})(?: ([^\r\n]*))?\r\n/.exec(head) ?? [];
  if (status === undefined) return brokenTransportError('malformed HTTP response');
  return status === '200' ? undefined : new KnownRequestError(text || 'unknown status code', 1000);
}
