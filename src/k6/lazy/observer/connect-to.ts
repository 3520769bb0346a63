import { Client } from 'k6/x/redis';

// One connection, no silent retries (a retry would hide an outage), and time-outs short enough that a dead Redis does not
// hold up the next second's check. No `client_name`: a user who may not give one could run no command at all then.
export const QUICK_MS = 500;
const OPTIONS = `pool_size=1&max_retries=-1&dial_timeout=${QUICK_MS}ms&write_timeout=${QUICK_MS}ms`;

/** A client with one connection, which opens with the first command. */
export function connectTo(url: string, readTimeoutMs = QUICK_MS): Client {
  return new Client(`${url}${url.includes('?') ? '&' : '?'}${OPTIONS}&read_timeout=${readTimeoutMs}ms`);
}
