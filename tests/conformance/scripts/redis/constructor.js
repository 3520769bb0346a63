// What the constructor of Client refuses.
import { Client } from 'k6/x/redis';
import { describe, describeError } from './files/describe.js';

const R = `redis://127.0.0.1:${__ENV.REDIS_PORT}`;
const LOCKED = `redis://127.0.0.1:${__ENV.LOCKED_PORT}`;
const CLOSED = __ENV.CLOSED_PORT;

const cases = [
  () => new Client(),
  () => new Client('redis://h', 1),
  () => new Client(5),
  () => new Client(null),
  () => new Client(true),
  () => new Client([1]),
  () => new Client(''),
  () => new Client('http://x'),
  () => new Client('redis://h:port'),
  () => new Client('redis://h/abc'),
  () => new Client('redis://h/1/2'),
  () => new Client('redis://h?foo=1&bar=2'),
  () => new Client('redis://h?pool_size=x'),
  () => new Client('redis://h?read_timeout=x'),
  () => new Client('redis://h?db=x'),
  () => new Client('redis://h?pool_fifo=maybe'),
  () => new Client('unix:x'),
  () => new Client({}),
  () => new Client({ socket: 5 }),
  () => new Client({ socket: { host: 5 } }),
  () => new Client({ socket: { host: 'h', port: '1' } }),
  () => new Client({ socket: { host: 'h', port: 1.5 } }),
  () => new Client({ socket: { host: 'h', odd: 1 } }),
  () => new Client({ socket: { host: 'h', port: 1 }, odd: 1 }),
  () => new Client({ socket: { host: 'h', port: 1 }, username: 5 }),
  () => new Client({ cluster: { nodes: [] } }),
  () => new Client({ cluster: { nodes: 5 } }),
  () => new Client({ cluster: { nodes: [5] } }),
  () => new Client({ cluster: 5, socket: {} }),
  () => new Client({ socket: { tls: { ca: 'x' } } }),
  () => new Client('redis://127.0.0.1').isConnected(),
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
