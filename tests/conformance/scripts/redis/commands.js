// Every command of k6/x/redis: what it resolves and rejects to.
import { Client } from 'k6/x/redis';

const R = `redis://127.0.0.1:${__ENV.REDIS_PORT}`;
const LOCKED = `redis://127.0.0.1:${__ENV.LOCKED_PORT}`;
const CLOSED = __ENV.CLOSED_PORT;
const sorted = (value) =>
  Object.prototype.toString.call(value) === '[object Object]' ? Object.entries(value).sort() : value;
const describe = (value) => ({ type: typeof value, value: value === undefined ? null : sorted(value) });
const describeError = (reason) =>
  reason instanceof Error
    ? { thrown: reason.name, message: reason.message }
    : {
        text: String(reason),
        error: reason.error(),
        message: typeof reason.message,
        name: typeof reason.name,
        op: reason.op,
        net: reason.net,
        timeout: reason.timeout?.(),
      };
const c = new Client(`${R}/${__ENV.REDIS_DATABASE}`);

const cases = [
  () => c.isConnected(),
  () => c.isConnected(),
  () => c.set('k', 'v'),
  () => c.set('e', 'v', 10),
  () => c.ttl('e'),
  () => c.set('s', 'v', '10'),
  () => c.ttl('s'),
  () => c.set('n', 'v', -1),
  () => c.get('k'),
  () => c.get('missing'),
  () => c.get(),
  () => c.set('v', true),
  () => c.get('v'),
  () => c.set('v', false),
  () => c.get('v'),
  () => c.set('v', 1),
  () => c.get('v'),
  () => c.set('v', 1.5),
  () => c.get('v'),
  () => c.set('v', -0),
  () => c.get('v'),
  () => c.set('v', 1e21),
  () => c.get('v'),
  () => c.set('v', 1e-7),
  () => c.get('v'),
  () => c.set('v', -1.5e-7),
  () => c.get('v'),
  () => c.set('v', 'ü'),
  () => c.get('v'),
  () => c.set('v', NaN),
  () => c.get('v'),
  () => c.set('v', -Infinity),
  () => c.get('v'),
  () => c.set('v', undefined),
  () => c.set('v', null),
  () => c.set('v', {}),
  () => c.set('v', [1]),
  () => c.ttl('k'),
  () => c.ttl('missing'),
  () => c.getSet('k', 'w'),
  () => c.getSet('fresh', 1),
  () => c.getDel('fresh'),
  () => c.getDel('fresh'),
  () => c.del('k', 'e', 'missing'),
  () => c.del(),
  () => c.exists('s', 's', 'missing'),
  () => c.incr('i'),
  () => c.incrBy('i', 5),
  () => c.incrBy('i', 1.9),
  () => c.incrBy('i', '3'),
  () => c.incrBy('i', 'abc'),
  () => c.decr('i'),
  () => c.decrBy('i', 2),
  () => c.mget('i', 'missing'),
  () => c.mget(),
  () => c.expire('i', 100),
  () => c.expire('missing', 100),
  () => c.persist('i'),
  () => c.persist('i'),
  () => c.lpush('l', 'a', 1, true),
  () => c.rpush('l', 'z'),
  () => c.lpush('l', 'a', null),
  () => c.lpush('l'),
  () => c.lrange('l', 0, -1),
  () => c.lindex('l', 0),
  () => c.lindex('l', 99),
  () => c.lset('l', 0, 5),
  () => c.lset('l', 99, 'x'),
  () => c.lset('missing', 0, 'x'),
  () => c.lrem('l', 1, 'a'),
  () => c.llen('l'),
  () => c.lpop('l'),
  () => c.rpop('l'),
  () => c.lpop('missing'),
  () => c.hset('h', 'f', 1),
  () => c.hset('h', 'f', null),
  () => c.hset('h', 'f', 2),
  () => c.hsetnx('h', 'f', 2),
  () => c.hsetnx('h', 'g', 2.5),
  () => c.hget('h', 'f'),
  () => c.hget('h', 'x'),
  () => c.hgetall('h'),
  () => c.hgetall('missing'),
  () => c.hkeys('h'),
  () => c.hvals('h'),
  () => c.hlen('h'),
  () => c.hincrby('h', 'f', 3),
  () => c.hdel('h', 'f', 'x'),
  () => c.sadd('t', 'a'),
  () => c.sismember('t', 'a'),
  () => c.sismember('t', 1),
  () => c.smembers('t'),
  () => c.srandmember('t'),
  () => c.srandmember('missing'),
  () => c.srem('t', 'a'),
  () => c.spop('t'),
  () => c.get('h'),
  () => c.sendCommand('ping'),
  () => c.sendCommand('GET', 'missing'),
  () => c.sendCommand('hgetall', 'h'),
  () => c.sendCommand('EVAL', "return {1,'a',false,{2},redis.status_reply('S')}", 0),
  () => c.sendCommand('EVAL', "return {1,redis.error_reply('ERR inner')}", 0),
  () => c.sendCommand('EVAL', "return redis.error_reply('MY bad')", 0),
  () => c.sendCommand('NOSUCH', 'a'),
  () => c.sendCommand('SET', 'a', null),
  () => c.sendCommand('ECHO', 1e-7),
  () => c.sendCommand('LRANGE', 'missing', 0, -1),
  () => c.sendCommand(),
  () => c.randomKey().then((key) => typeof key),
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
