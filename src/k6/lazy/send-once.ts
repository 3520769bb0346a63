import type { Answer } from '../api/poolproof.ts';
import type { Ask, JourneyRequest } from '../journeys/ask.ts';

/**
 * Sends a request of the journey outside its load. What `send` throws is given and not thrown: that it could do nothing with
 * an answer that failed is no fault of its own.
 */
export async function sendOnce(
  request: JourneyRequest,
  ask: Ask,
): Promise<{ readonly answer?: Answer; readonly thrown?: unknown }> {
  try {
    return { answer: await request.send(ask) };
  } catch (thrown) {
    return { thrown };
  }
}
