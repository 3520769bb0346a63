import { expect, test } from 'vitest';
import { hasK6, K6_SKIP_REASON } from '../helpers/k6-on-path.ts';
import { runScript } from '../helpers/run-script.ts';

const PREAMBLE = `
  import crypto, { hmac, createHash } from 'k6/crypto';
  import { SharedArray } from 'k6/data';
  import encoding from 'k6/encoding';
  import exec from 'k6/execution';
  import { check, group, randomSeed, sleep } from 'k6';
  import { Counter, Rate, Trend } from 'k6/metrics';
  import { setTimeout as later } from 'k6/timers';
  const counter = new Counter('my_counter'), rate = new Rate('my_rate');
  const attempt = (call) => {
    try { const value = call(); return value instanceof ArrayBuffer ? [...new Uint8Array(value)].join() : value; }
    catch (error) { return String(error); }
  };
`;

// What a script logs must be the same on both engines, line by line.
const BODIES: ReadonlyArray<readonly [what: string, init: string, body: string]> = [
  [
    'base64 in all variants',
    '',
    `for (const variant of ['std', 'rawstd', 'url', 'rawurl', undefined]) {
       const text = encoding.b64encode('hi?>~\\u00ff', variant);
       console.log(text, encoding.b64encode(new Uint8Array([1, 255, 254]).buffer, variant));
       console.log(encoding.b64decode(text, variant, 's'), attempt(() => encoding.b64decode(text, variant)));
     }`,
  ],
  [
    'hashes and their outputs',
    '',
    `for (const name of ['md5', 'sha1', 'sha256', 'sha384', 'sha512', 'sha512_224', 'sha512_256', 'ripemd160']) {
       console.log(name, crypto[name]('abc', 'hex'), hmac(name, 'key', 'abc', 'base64'));
     }
     for (const output of ['hex', 'base64', 'base64url', 'base64rawurl', 'binary', undefined, 'zz']) {
       console.log(output, attempt(() => crypto.sha1('abc', output)));
     }
     const hash = createHash('sha1'); hash.update('a'); hash.update('bc');
     console.log(hash.digest('hex'), hash.digest('hex'));
     console.log(crypto.hexEncode('hi'), crypto.randomBytes(4).byteLength, globalThis.crypto.randomUUID().length);`,
  ],
  [
    'a SharedArray that nobody can change',
    "const shared = new SharedArray('x', () => [{ a: 1 }, 'two', [3]]);",
    `console.log(shared.length, shared[0], shared.at(-1), shared[9], shared[0] === shared[0], Array.isArray(shared));
     console.log(JSON.stringify(shared), shared.map(String), [...shared].length);
     console.log(attempt(() => { shared[0] = 1; }), attempt(() => { shared.push(1); }), attempt(() => new SharedArray('y', () => [])));`,
  ],
  [
    'k6/execution',
    '',
    `console.log(Object.keys(exec), exec.scenario.name, exec.scenario.executor, exec.scenario.iterationInInstance);
     console.log(exec.vu.idInInstance, exec.vu.iterationInInstance, exec.vu.iterationInScenario, exec.instance.vusInitialized);
     console.log(exec.test.options.tags, exec.test.options.vus, Object.isFrozen(exec.test.options));
     exec.vu.metrics.tags.mine = 5; console.log(exec.vu.metrics.tags.mine, attempt(() => { exec.vu.metrics.tags.bad = {}; }));
     delete exec.vu.metrics.tags.mine; console.log(exec.vu.metrics.tags.mine);
     group('g', () => console.log(exec.vu.metrics.tags.group));`,
  ],
  [
    'metrics: what may be added',
    "console.log(attempt(() => new Counter('x')), attempt(() => new Trend('my_counter')), attempt(() => counter.add(1)));",
    `console.log(counter.name, counter.add('x'), counter.add('2'), counter.add(null), counter.add({}), counter.add(''), rate.add(true));
     console.log(attempt(() => new Counter('later')), attempt(() => counter.add(1, { tag: {} })));`,
  ],
  [
    'check and group',
    'console.log(attempt(() => check(1, {})), attempt(() => group(1, () => 1)));',
    `console.log(check(null, {}), check(1, [1, 0]), check(1, { promise: () => Promise.resolve(false) }), attempt(() => check(1)));
     console.log(attempt(() => check(1, { thrower() { throw new Error('inside'); } })), attempt(() => check(1, { 'a::b': true })));
     console.log(attempt(() => check(1, { late: async () => 1 })), attempt(() => check(1, { x: true }, { tag: {} })));
     console.log(attempt(() => group('a::b', () => 1)), attempt(() => group('a')), attempt(() => group('a', async () => 1)), group('', () => 3));
     console.log(sleep(), sleep('x'), sleep(-1));`,
  ],
  [
    'timers, in order',
    '',
    `let ticks = 0;
     const id = setInterval(() => { console.log('tick'); if (++ticks === 2) clearInterval(id); }, 40);
     later((a, b) => { console.log('later', a, b); later(() => console.log('nested'), 50); }, 10, 'a', 'b');
     clearTimeout(setTimeout(() => console.log('never'), 1));
     Promise.resolve().then(() => console.log('microtask'));
     console.log(typeof id, attempt(() => later()));`,
  ],
  [
    'globals',
    'console.log(__VU, typeof __ITER);',
    `console.log(typeof URL, typeof fetch, typeof process, typeof Intl, typeof WeakRef, typeof queueMicrotask, globalThis === global);
     globalThis.own = 1; __ENV.N = 5; console.log(globalThis.own, typeof __ENV.N, __ENV.GIVEN, __VU, __ITER);
     console.log(new TextDecoder().decode(new TextEncoder().encode('é')), attempt(() => open('x')));
     randomSeed(42); const first = Math.random(); randomSeed(42); console.log(first === Math.random());`,
  ],
];

test.skipIf(!hasK6).each(BODIES)(`both engines log the same for %s ${K6_SKIP_REASON}`, async (_what, init, body) => {
  const source = `${PREAMBLE}${init}
    export const options = { iterations: 2, tags: { t: '1' } };
    export default function () { ${body} }`;
  const logOf = async (engine: 'k6' | 'embedded') => {
    const { stderr } = await runScript(source, { engine, args: ['-e', 'GIVEN=yes'] });
    return stderr.replaceAll(/^time="[^"]*" /gm, '').split('\n');
  };
  const [expected, actual] = [await logOf('k6'), await logOf('embedded')];
  expect(expected.length).toBeGreaterThan(2);
  expect(actual).toEqual(expected);
});

test.skipIf(!hasK6)(`both engines wait for what an iteration set going, and count it ${K6_SKIP_REASON}`, async () => {
  const source = `
    import { check } from 'k6';
    export const options = { iterations: 3 };
    export default function () {
      Promise.resolve().then(() => Promise.resolve()).then(() => check(1, { microtask: true }));
      new Promise((resolve) => setTimeout(resolve, 20)).then(async () => { await null; check(1, { timer: true }); });
    }
    export function handleSummary({ root_group, metrics }) {
      const checks = root_group.checks.map(({ name, passes }) => name + passes).join();
      return { stdout: checks + ' ' + (metrics.iteration_duration.values.min >= 19) };
    }
  `;
  const runs = [await runScript(source, { engine: 'k6' }), await runScript(source)];
  expect(runs.map(({ stdout }) => stdout)).toEqual(['microtask3,timer3 true', 'microtask3,timer3 true']);
});
