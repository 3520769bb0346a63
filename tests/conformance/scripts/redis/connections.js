// Clients: databases, passwords, names, refused connections, timeouts.
import { Client } from 'k6/x/redis';
import { describe, describeError } from './files/describe.js';

const R = `redis://127.0.0.1:${__ENV.REDIS_PORT}`;
const LOCKED = `redis://127.0.0.1:${__ENV.LOCKED_PORT}`;
const CLOSED = __ENV.CLOSED_PORT;

const cases = [
  () => new Client(`${R}/3`).sendCommand('CLIENT', 'INFO').then((info) => / db=(\d+)/.exec(info)[1]),
  () => new Client(`${R}?client_name=me`).sendCommand('CLIENT', 'GETNAME'),
  () => new Client(`${R}/99`).get('k'),
  () => new Client(R.replace('//', '//:unneeded@')).set('k', 1),
  () => new Client({ socket: { host: '127.0.0.1', port: Number(R.split(':')[2]) }, maxRetries: -1 }).get('k'),
  () => new Client(LOCKED).get('k'),
  () => new Client(LOCKED.replace('//', '//:wrong@')).get('k'),
  () => new Client(LOCKED.replace('//', '//:s%65cret@')).set('k', 1),
  () => new Client(`redis://127.0.0.1:${CLOSED}?max_retries=-1`).get('k'),
  () => new Client(`${R}?max_retries=-1&read_timeout=200ms`).sendCommand('BLPOP', 'missing', 5),
];

export default async function () {
  for (const [index, run] of cases.entries()) {
    let answer;
    try {
      answer = describe(await run());
    } catch (error) {
      answer = describeError(error);
    }
    console.log(index, JSON.stringify(answer));
  }
}
