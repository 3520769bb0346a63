import type { MiddlewareHandler } from 'hono';
import type { ApiFaults } from './fault-variables.ts';

/** Creates the faults of answers, to be put before the routes about flags; undefined when none is set. */
export function createAnswerFaults({ errorEvery, wrongContentEvery }: ApiFaults): MiddlewareHandler | undefined {
  if (!(errorEvery || wrongContentEvery)) return undefined;
  let requests = 0;
  return async (context, next) => {
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
