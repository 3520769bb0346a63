import journey from 'the-journey';
import { makeAsk } from '../journeys/ask.ts';
import { isTooLarge } from '../journeys/http-requests.ts';
import type { AskedBefore } from '../setup/setup-data.ts';
import { assertExpected } from './assert-expected.ts';

/** Sends the first request of the journey once, alone. What would make the whole load pointless stops the run here. */
export async function rehearse(runId: string, data: unknown): Promise<AskedBefore> {
  const [name = ''] = Object.keys(journey.requests);
  const ask = makeAsk(journey.requests[name]?.expect);
  ask.runId = runId;
  ask.scenario = 'setup';
  ask.data = data;
  await journey.requests[name]?.send(ask);
  for (const { sent, expected, path } of ask.sent) {
    const answer = await sent;
    assertExpected(answer, { to: `send ${name}`, expect: expected.statuses }, path, isTooLarge(answer));
  }
  const [first] = ask.sent;
  if (first === undefined) throw new Error(`The request ${name} of the journey sent nothing`);
  return { path: first.path, aloneMs: (await first.sent).timings.duration, paths: 1 };
}
