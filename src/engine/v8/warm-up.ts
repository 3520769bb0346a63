import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { systemClock } from '../clock.ts';
import { createHttpModule } from '../modules/http/http-module.ts';
import { createK6Module } from '../modules/k6.ts';
import { readOptions } from '../options/read-options.ts';
import { mostPlannedVus, runScenarios } from '../run-scenarios.ts';
import type { Script } from '../script/script.ts';
import { TestRun } from '../test-run.ts';
import type { VirtualUser } from '../vu/virtual-user.ts';
import { VuPool } from '../vu/vu-pool.ts';

// What runs for the first time is compiled first, which makes the first request 5 ms late and those after it up to 20.
// Few iterations do for most loads: more would have more of it optimized, at a higher price than it is worth to a short
// run. From 2000 requests per second on, a few more keep the first second from losing requests; thousands do no better.
const VUS = 10;
const FEW_ITERATIONS = 20;
const MANY_ITERATIONS = 400;
/** A load that is to find more than the first steps of it compiled. */
export const MANY_PER_SECOND = 1_000;
const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}';

/**
 * Has the engine run a small test of its own against a server of its own, in this process on 127.0.0.1, so that the
 * first requests of the real test start in time. Takes about 20 ms, and 70 ms where 1000 iterations per second
 * and more are planned. Nothing of it is reported; where no server may be opened, the first requests are late, as they
 * would be without it.
 */
export async function warmUp(plannedPerSecond: number): Promise<void> {
  const closed: Promise<unknown>[] = [];
  const server = createServer((socket) => {
    closed.push(new Promise((resolve) => socket.on('close', resolve)));
    socket.setNoDelay(true);
    // The load ends by resetting its connections.
    socket.on('error', () => {});
    socket.on('data', () => void socket.write(ANSWER));
  });
  try {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    await runAgainst(server, plannedPerSecond < MANY_PER_SECOND ? FEW_ITERATIONS : MANY_ITERATIONS);
  } catch {
    // It is a help, not a condition.
  } finally {
    // What is left to be done for its connections would delay the first requests.
    server.close();
    await Promise.all(closed);
  }
}

async function runAgainst(server: Server, iterations: number): Promise<void> {
  const { port } = server.address() as AddressInfo;
  const ignore = () => {};
  const run = new TestRun(systemClock, ignore);
  const scenarios = { warmUp: { executor: 'shared-iterations', vus: VUS, iterations } };
  const options = readOptions({ options: { scenarios }, isExported: () => true }, '', ignore);
  run.options = options;
  const pool = new VuPool(run, getting(`http://127.0.0.1:${port}/`), {});
  try {
    await pool.fill(mostPlannedVus(options.scenarios));
    run.start();
    await runScenarios(run, options.scenarios, pool);
  } finally {
    pool.dispose();
  }
}

/** A script as users write it. */
function getting(url: string): Script {
  return {
    modules: ['k6', 'k6/http'],
    async instantiate(vu: VirtualUser) {
      const { get } = createHttpModule(vu) as { get: (url: string) => unknown };
      const { check } = createK6Module(vu) as { check: (value: unknown, conditions: object) => unknown };
      async function iterate(): Promise<unknown> {
        return check(await get(url), { 'status is 200': ({ status }: { status: number }) => status === 200 });
      }
      return { default: () => iterate };
    },
  };
}
