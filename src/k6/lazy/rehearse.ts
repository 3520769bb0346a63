import journey from 'the-journey';
import { makeAsk } from '../journeys/ask.ts';
import { isTooLarge } from '../journeys/http-requests.ts';
import type { AskedBefore } from '../setup/setup-data.ts';
import { assertExpected } from './assert-expected.ts';
import { sendOnce } from './send-once.ts';

/** Sends the first request of the journey once, alone. What would make the whole load pointless stops the run here. */
export async function rehearse(runId: string, data: unknown): Promise<AskedBefore> {
  const [[name, request] = []] = Object.entries(journey.requests);
  if (name === undefined || request === undefined) throw new Error('The journey has no request');
  const ask = makeAsk(request.expect);
  ask.runId = runId;
  ask.scenario = 'setup';
  ask.data = data;
  const { thrown } = await sendOnce(request, ask);
  for (const { sent, expected, path } of ask.sent) {
    const answer = await sent;
    assertExpected(answer, { to: `send ${name}`, expect: expected.statuses }, path, isTooLarge(answer));
  }
  if (thrown !== undefined) throw thrown;
  const [first] = ask.sent;
  if (first === undefined) throw new Error(`The request ${name} of the journey sent nothing`);
  return { path: first.path, aloneMs: (await first.sent).timings.duration, paths: 1 };
}
