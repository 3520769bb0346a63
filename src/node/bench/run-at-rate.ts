import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMsOf, processesOfGroup } from '../processes/process-group.ts';
import { createRunFolder } from '../run-folder.ts';
import { monotonicMs } from './monotonic-ms.ts';
import { type CommandRun, runCommand } from './run-command.ts';
import type { Records } from './server/server-message.ts';
import type { World } from './server/world.ts';
import type { BenchServer } from './start-server.ts';
import type { Load, Reported, Tool } from './tool.ts';

const START_TIMEOUT_MS = 20_000;
const POLL_MS = 20;
// A tool whose code has just been compiled, and one that is about to end, do more than to send requests.
const WARM_MS = 1_000;
const BEFORE_END_MS = 100;

export interface RateRun extends CommandRun, Records {
  readonly tool: Tool;
  readonly ratePerSecond: number;
  readonly durationMs: number;
  readonly reported: Reported;
  /** From the start of the process to the arrival of its first request. */
  readonly firstRequestMs: number;
  /** Processor time per request while the load goes on, without start and end; undefined in a load too short for it. */
  readonly steadyCpuMs: number | undefined;
}

export interface RateRunOptions {
  readonly server: BenchServer;
  readonly ratePerSecond: number;
  readonly durationMs: number;
  readonly vus: number;
  /** What the server does; it answers at once without. */
  readonly world?: World;
  readonly signal: AbortSignal;
}

/**
 * Has a tool send requests at a constant rate, and takes down what it did and what the server saw.
 *
 * @throws Error when it sent nothing or failed
 */
export async function runAtRate(tool: Tool, options: RateRunOptions): Promise<RateRun> {
  const { server, ratePerSecond, durationMs, vus, world, signal } = options;
  const folder = createRunFolder();
  try {
    await server.begin(world);
    const load: Load = { url: world === undefined ? server.fastUrl : server.delayUrl, ratePerSecond, durationMs, vus };
    let steadyCpuMs: number | undefined;
    const run = await runCommand(tool.command(load, folder.path), {
      timeoutMs: START_TIMEOUT_MS + 2 * durationMs,
      signal,
      watch: async (groupId, isOver) => {
        steadyCpuMs = await watchSteady(server, durationMs, groupId, isOver);
      },
    });
    const records = await server.records();
    const [first] = records.arrivedMs;
    if (first === undefined) throw new Error(`Cannot measure ${tool.name}: it sent no request`);
    return {
      ...run,
      ...records,
      tool,
      ratePerSecond,
      durationMs,
      reported: tool.report(folder.path, run.output),
      firstRequestMs: first - run.startedMs,
      steadyCpuMs,
    };
  } finally {
    folder.remove();
  }
}

async function watchSteady(
  server: BenchServer,
  durationMs: number,
  groupId: number,
  isOver: () => boolean,
): Promise<number | undefined> {
  while (!isOver() && (await server.count()) === 0) await sleep(POLL_MS);
  const firstMs = monotonicMs();
  await sleep(WARM_MS);
  const begin = await look();
  await sleep(firstMs + durationMs - BEFORE_END_MS - monotonicMs());
  if (isOver()) return undefined;
  const end = await look();
  return end.count > begin.count ? (end.cpuMs - begin.cpuMs) / (end.count - begin.count) : undefined;

  async function look(): Promise<{ cpuMs: number; count: number }> {
    return { cpuMs: cpuMsOf(processesOfGroup(groupId)), count: await server.count() };
  }
}
