import { expect } from 'vitest';
import { runPoolproof } from './run-poolproof.ts';

/** The same code as in a long run, in seconds; a port of its own keeps the parallel tests apart. */
export const SHORT = { RATE: '10', DURATION: '2s', RECOVERY: '1s', COLD: '1s', SETTLE: '4s', PORT: '44001' } as const;

/** Runs a profile against the local stack, in short, and expects that all of it is judged and sound. */
export async function expectHealthy(profile: string, ENGINE: string, env: NodeJS.ProcessEnv = {}): Promise<void> {
  const { exitCode, result } = await runPoolproof({ ...SHORT, ENGINE, ...env }, profile);
  expect(result?.verdict.sentence).toMatch(/^all \d+ rules passed$/);
  expect(exitCode).toBe(0);
  expect(result?.profile).toBe(profile);
  expect(result?.requests.requests).toBeGreaterThanOrEqual(result?.requests.plannedRequests ?? Number.NaN);
}
