// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the expressions are evaluated later
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { createRedisModule } from '../../../../../../src/node/engines/embedded/modules/redis/redis-module.ts';
import { askK6 } from '../../../../../helpers/ask-k6.ts';
import { FakeVu } from '../../../../../helpers/fake-vu.ts';
import { hasK6 } from '../../../../../helpers/k6-on-path.ts';
import { closedPort } from '../../../../../helpers/local-server.ts';
import { startRedisServer } from '../../../../../helpers/redis-server.ts';

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
if (!hasRedis) process.stdout.write('Skipping the Redis comparison: redis-server is not on PATH\n');

const DESCRIBE = `
  const describe = (value) => ({ type: typeof value, value: value === undefined ? null : value });
  const describeError = (reason) => reason instanceof Error
    ? { thrown: reason.name, message: reason.message }
    : { text: String(reason), error: reason.error(), message: typeof reason.message, name: typeof reason.name,
        op: reason.op, net: reason.net, timeout: reason.timeout && reason.timeout() };
`;

const COMMANDS = [
  'c.isConnected()',
  'c.sendCommand("FLUSHALL")',
  'c.isConnected()',
  'c.set("k", "v")',
  'c.set("e", "v", 10)',
  'c.ttl("e")',
  'c.set("s", "v", "10")',
  'c.ttl("s")',
  'c.set("n", "v", -1)',
  'c.get("k")',
  'c.get("missing")',
  'c.get()',
  ...['true', 'false', '1', '1.5', '-0', '1e21', '1e-7', '-1.5e-7', '"ü"', 'NaN', '-Infinity'].flatMap((value) => [
    `c.set("v", ${value})`,
    'c.get("v")',
  ]),
  ...['undefined', 'null', '{}', '[1]'].map((value) => `c.set("v", ${value})`),
  'c.ttl("k")',
  'c.ttl("missing")',
  'c.getSet("k", "w")',
  'c.getSet("fresh", 1)',
  'c.getDel("fresh")',
  'c.getDel("fresh")',
  'c.del("k", "e", "missing")',
  'c.del()',
  'c.exists("s", "s", "missing")',
  'c.incr("i")',
  'c.incrBy("i", 5)',
  'c.incrBy("i", 1.9)',
  'c.incrBy("i", "3")',
  'c.incrBy("i", "abc")',
  'c.decr("i")',
  'c.decrBy("i", 2)',
  'c.mget("i", "missing")',
  'c.mget()',
  'c.expire("i", 100)',
  'c.expire("missing", 100)',
  'c.persist("i")',
  'c.persist("i")',
  'c.lpush("l", "a", 1, true)',
  'c.rpush("l", "z")',
  'c.lpush("l", "a", null)',
  'c.lpush("l")',
  'c.lrange("l", 0, -1)',
  'c.lindex("l", 0)',
  'c.lindex("l", 99)',
  'c.lset("l", 0, 5)',
  'c.lset("l", 99, "x")',
  'c.lset("missing", 0, "x")',
  'c.lrem("l", 1, "a")',
  'c.llen("l")',
  'c.lpop("l")',
  'c.rpop("l")',
  'c.lpop("missing")',
  'c.hset("h", "f", 1)',
  'c.hset("h", "f", null)',
  'c.hset("h", "f", 2)',
  'c.hsetnx("h", "f", 2)',
  'c.hsetnx("h", "g", 2.5)',
  'c.hget("h", "f")',
  'c.hget("h", "x")',
  'c.hgetall("h")',
  'c.hgetall("missing")',
  'c.hkeys("h")',
  'c.hvals("h")',
  'c.hlen("h")',
  'c.hincrby("h", "f", 3)',
  'c.hdel("h", "f", "x")',
  'c.sadd("t", "a")',
  'c.sismember("t", "a")',
  'c.sismember("t", 1)',
  'c.smembers("t")',
  'c.srandmember("t")',
  'c.srandmember("missing")',
  'c.srem("t", "a")',
  'c.spop("t")',
  'c.get("h")',
  'c.sendCommand("ping")',
  'c.sendCommand("GET", "missing")',
  'c.sendCommand("hgetall", "h")',
  `c.sendCommand("EVAL", "return {1,'a',false,{2},redis.status_reply('S')}", 0)`,
  `c.sendCommand("EVAL", "return {1,redis.error_reply('ERR inner')}", 0)`,
  `c.sendCommand("EVAL", "return redis.error_reply('MY bad')", 0)`,
  'c.sendCommand("NOSUCH", "a")',
  'c.sendCommand("SET", "a", null)',
  'c.sendCommand("ECHO", 1e-7)',
  'c.sendCommand("LRANGE", "missing", 0, -1)',
  'c.sendCommand()',
  'c.sendCommand("FLUSHALL")',
  'c.randomKey()',
  'new Client(`${R}/3`).sendCommand("CLIENT", "INFO").then((info) => / db=(\\d+)/.exec(info)[1])',
  'new Client(`${R}?client_name=me`).sendCommand("CLIENT", "GETNAME")',
  'new Client(`${R}/99`).get("k")',
  'new Client(R.replace("//", "//:unneeded@")).set("k", 1)',
  'new Client({socket: {host: "127.0.0.1", port: Number(R.split(":")[2])}, maxRetries: -1}).get("k")',
  'new Client(LOCKED).get("k")',
  'new Client(LOCKED.replace("//", "//:wrong@")).get("k")',
  'new Client(LOCKED.replace("//", "//:s%65cret@")).set("k", 1)',
  'new Client(`redis://127.0.0.1:${CLOSED}?max_retries=-1`).get("k")',
  'new Client(`${R}?max_retries=-1&read_timeout=200ms`).sendCommand("BLPOP", "missing", 5)',
];

const CONSTRUCTIONS = [
  ...['', '"redis://h", 1', '5', 'null', 'true', '[1]', '""', '"http://x"', '"redis://h:port"', '"redis://h/abc"'],
  ...['"redis://h/1/2"', '"redis://h?foo=1&bar=2"', '"redis://h?pool_size=x"', '"redis://h?read_timeout=x"'],
  ...['"redis://h?db=x"', '"redis://h?pool_fifo=maybe"', '"unix:x"', '{}', '{socket: 5}', '{socket: {host: 5}}'],
  ...['{socket: {host: "h", port: "1"}}', '{socket: {host: "h", port: 1.5}}', '{socket: {host: "h", odd: 1}}'],
  ...[
    '{socket: {host: "h", port: 1}, odd: 1}',
    '{socket: {host: "h", port: 1}, username: 5}',
    '{cluster: {nodes: []}}',
  ],
  ...['{cluster: {nodes: 5}}', '{cluster: {nodes: [5]}}', '{cluster: 5, socket: {}}', '{socket: {tls: {ca: "x"}}}'],
].map((args) => `new Client(${args})`);

test.skipIf(!hasK6 || !hasRedis)('commands resolve and reject as in k6', () => compare(COMMANDS));

test.skipIf(!hasK6 || !hasRedis)('the constructor refuses what k6 refuses', () => compare(CONSTRUCTIONS));

async function compare(expressions: readonly string[]): Promise<void> {
  const { url } = await startRedisServer();
  const locked = await startRedisServer('--requirepass', 'secret');
  const setting = `const R = "${url}", LOCKED = "${locked.url}", CLOSED = ${await closedPort()};`;
  const theirs = await askK6(expressions, `${setting}${DESCRIBE} const c = new Client(R);`);
  const ours = await askEmbedded(expressions, `${setting}${DESCRIBE} const c = new Client(R);`);
  for (const [index, expression] of expressions.entries()) {
    expect({ expression, answer: tidy(ours[index]) }).toEqual({ expression, answer: tidy(theirs.answers[index]) });
  }
}

async function askEmbedded(expressions: readonly string[], prelude: string): Promise<unknown[]> {
  const vu = new FakeVu();
  const { Client } = createRedisModule(vu);
  const body = `${prelude} return { describe, describeError, cases: [${expressions.map((e) => `() => ${e}`)}] };`;
  const { describe, describeError, cases } = new Function('Client', body)(Client) as {
    describe: (value: unknown) => unknown;
    describeError: (error: unknown) => unknown;
    cases: (() => unknown)[];
  };
  const answers: unknown[] = [];
  for (const run of cases) {
    let answer: unknown;
    try {
      answer = describe(await run());
    } catch (error) {
      answer = describeError(error);
    }
    answers.push(JSON.parse(JSON.stringify(answer)));
  }
  vu.dispose();
  return answers;
}

// Lists of hash fields come in Redis's own order; the port of our end is random.
function tidy(answer: unknown): unknown {
  const text = JSON.stringify(answer).replace(/127\.0\.0\.1:\d+->/g, 'LOCAL->');
  const tidied = JSON.parse(text) as { value?: unknown };
  return Object.keys(tidied).includes('value') && typeof tidied.value === 'object' && !Array.isArray(tidied.value)
    ? { ...tidied, value: tidied.value && Object.entries(tidied.value).sort() }
    : tidied;
}
