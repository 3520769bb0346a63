import { leakedPer100Requests } from '../../core/findings/pool-causes.ts';
import { unhealthy, type World } from './world.ts';

/** The pool of the API, and how it uses its connections. */
export const POOL_WORLDS: readonly World[] = [
  unhealthy({
    name: 'pool-held',
    fault: 'every loan of a connection lasts 250 ms longer',
    finding: 'pool-exhausted',
    env: { FAULT_HOLD_MS: '250' },
  }),
  unhealthy({
    name: 'pool-unseen',
    fault: 'as pool-held, in an API that does not tell the figures of its pool',
    finding: 'pool-exhausted',
    env: { FAULT_HOLD_MS: '250', POOL_PATH: '' },
  }),
  unhealthy({
    name: 'pool-small',
    fault: 'a pool of 2 with every loan held for 60 ms, in an API that does not tell the figures of its pool',
    finding: 'pool-exhausted',
    env: { REDIS_POOL_SIZE: '2', FAULT_HOLD_MS: '60', POOL_PATH: '' },
  }),
  unhealthy({
    name: 'pool-drained',
    fault: 'as pool-kept with a pool of 5 and no fallback, and its figures are not told',
    finding: 'pool-exhausted',
    env: {
      REDIS_POOL_SIZE: '5',
      FAULT_EXHAUST_EVERY: '10',
      FAULT_NO_FALLBACK: '1',
      POOL_PATH: '',
    },
  }),
  unhealthy({
    name: 'pool-refuses',
    fault: 'as pool-drained, in an API that tells the figures of its pool and refuses at once what finds no connection',
    finding: 'pool-exhausted',
    env: { REDIS_POOL_SIZE: '5', FAULT_EXHAUST_EVERY: '10', FAULT_NO_FALLBACK: '1', FAULT_NO_WAIT: '1' },
  }),
  unhealthy({
    name: 'computing',
    fault: 'every request computes for 16 ms, and the figures of the pool are not told',
    finding: 'api-slow',
    env: { FAULT_COMPUTE_MS: '16', POOL_PATH: '' },
    alsoRight: 'api-no-answer',
  }),
  unhealthy({
    name: 'many-commands',
    fault: 'every loan sends its command 1000 times more, and the figures of the pool are not told',
    finding: 'many-commands',
    env: { FAULT_REPEAT: '1000', POOL_PATH: '' },
  }),
  unhealthy({
    name: 'pool-kept',
    fault: 'every 10th loan is never returned',
    finding: 'pool-exhausted',
    env: { FAULT_EXHAUST_EVERY: '10' },
  }),
  unhealthy({
    name: 'leak',
    fault: 'every 20th loan loses its connection',
    finding: 'connection-leak',
    env: { FAULT_LEAK_EVERY: '20' },
    truths: [
      // A hit is one loan, a miss two; misses are a tenth of the load.
      { what: 'leaked per 100 requests', injected: (100 * 1.1) / 20, unit: 'count', reported: leakedPer100Requests },
    ],
  }),
  unhealthy({
    name: 'no-reuse',
    fault: 'every loan opens a connection of its own',
    finding: 'no-connection-reuse',
    env: { FAULT_NO_REUSE: '1' },
    truths: [
      {
        what: 'connections per request',
        injected: 1.1,
        unit: 'count',
        reported: ({ requestsPerConnection }) => (requestsPerConnection ? 1 / requestsPerConnection : null),
      },
    ],
  }),
  unhealthy({
    name: 'blocking',
    fault: 'every loan waits half a second in BLPOP',
    finding: 'redis-blocked-clients',
    env: { FAULT_BLOCKING: '1' },
  }),
];
