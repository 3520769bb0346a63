import { fileURLToPath } from 'node:url';
import type { Tool, ToolName } from '../tool.ts';

/** A loop over sockets of Node.js: the floor under every engine in Node.js. It measures no latency. */
export const bareLoop = loop('bare');
/** The same loop with the least that a load tester does beside it. It tells no latency. */
export const leastLoop = loop('least');

function loop(name: ToolName): Tool {
  return {
    name,
    version: `Node.js ${process.versions.node}`,
    isOpenLoop: true,
    command: ({ url, ratePerSecond, durationMs, vus }) => ({
      file: process.execPath,
      args: [fileURLToPath(new URL('./bare-loop.js', import.meta.url)), name],
      env: { BASE_URL: url, RATE: String(ratePerSecond), DURATION_MS: String(durationMs), VUS: String(vus) },
    }),
    report: () => ({ p50: undefined, p95: undefined, p99: undefined, p999: undefined, max: undefined }),
  };
}
