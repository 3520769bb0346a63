import { unhealthy, type World } from './world.ts';

/** The API beside its Redis, and what is about the run and not the API. */
export const API_WORLDS: readonly World[] = [
  unhealthy({
    name: 'database-slow',
    fault: 'every query takes 200 ms longer',
    finding: 'database-slow',
    env: { FAULT_DATABASE_DELAY_MS: '200' },
    truths: [{ what: 'latency added', injected: 200, unit: 'ms', reported: ({ missP50Ms }) => missP50Ms }],
  }),
  unhealthy({
    name: 'api-errors',
    fault: 'every 10th request fails with 500',
    finding: 'api-errors',
    env: { FAULT_ERROR_EVERY: '10' },
    truths: [
      {
        what: 'failed requests',
        injected: 0.1,
        unit: 'share',
        reported: ({ requestsFailed, requests }) => requestsFailed / requests,
      },
    ],
  }),
  unhealthy({
    name: 'wrong-content',
    fault: 'every 10th answer has the wrong content',
    finding: 'wrong-content',
    env: { FAULT_WRONG_CONTENT_EVERY: '10' },
    truths: [
      {
        what: 'wrong answers',
        injected: 0.1,
        unit: 'share',
        reported: ({ wrongAnswers, requests }) => wrongAnswers / requests,
      },
    ],
  }),
  unhealthy({
    name: 'api-unseen',
    fault: 'API_CLIENTS matches no connection of the API',
    finding: 'api-not-seen',
    env: { API_CLIENTS: 'another-api' },
    verdicts: ['not-judged'],
  }),
  unhealthy({
    name: 'overload',
    fault: 'more load than this machine can send',
    finding: 'generator-overloaded',
    env: { RATE: '10000', DURATION: '3s', REQUEST_TIMEOUT: '200ms' },
    // What was never sent is a failed rule as well, where it comes to that.
    verdicts: ['not-judged', 'unhealthy'],
  }),
];
