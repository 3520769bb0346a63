import type { MiddlewareHandler } from 'hono';
import type { ApiFaults } from './fault-variables.ts';

/** Creates the faults of answers, to be put before the routes about flags; undefined when none is set. */
export function createAnswerFaults(faults: ApiFaults): MiddlewareHandler | undefined {
  const { errorEvery, wrongContentEvery, computeMs } = faults;
  if (!(errorEvery || wrongContentEvery || computeMs)) return undefined;
  let requests = 0;
  return async (context, next) => {
    // What asks for no flag is answered as ever.
    if (context.req.method !== 'GET') return next();
    if (computeMs) compute(computeMs);
    requests += 1;
    const number = requests;
    if (errorEvery && number % errorEvery === 0) throw new Error('FAULT_ERROR_EVERY is set');
    await next();
    if (wrongContentEvery && number % wrongContentEvery === 0 && context.res.status === 200) {
      const right = (await context.res.json()) as object;
      const wrong = 'flags' in right ? { flags: [] } : { ...right, key: 'another-flag' };
      context.res = new Response(JSON.stringify(wrong), context.res);
    }
  };
}

/** Keeps the processor at work, and with it the one thread that answers. */
function compute(forMs: number): void {
  const untilMs = performance.now() + forMs;
  while (performance.now() < untilMs);
}
