import { planBeganMs } from './arrivals.ts';
import type { Records } from './server/server-message.ts';

/**
 * The latencies that users of a service have who come by a plan and do not care how others fare: from the time planned
 * for a request to its answer, as the server saw both, in milliseconds. Requests that were not answered are left out.
 *
 * A tool that waits for answers before it sends more makes the users behind it wait as well, whether it counts that or
 * not. Its plan begins with its first request; it may send requests before their time, and those count from then.
 */
export function trueLatencies(records: Records, ratePerSecond: number, isOpenLoop: boolean): number[] {
  const { arrivedMs, answeredMs } = records;
  const beganMs = isOpenLoop ? planBeganMs(arrivedMs, ratePerSecond) : (arrivedMs[0] ?? 0);
  return Array.from(answeredMs, (answered, index) => {
    const plannedMs = beganMs + (index * 1_000) / ratePerSecond;
    return answered - Math.min(plannedMs, arrivedMs[index] ?? plannedMs);
  }).filter((_latency, index) => (answeredMs[index] ?? 0) > 0);
}
