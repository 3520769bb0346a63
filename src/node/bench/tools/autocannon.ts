import type { Tool } from '../tool.ts';

const SECOND_MS = 1_000;
const DEFAULT_CONNECTIONS = 10;
const RATE_PER_CONNECTION = 50;

/**
 * autocannon: a number of connections, each with one request at a time. Told a rate, it sends the share of each second
 * as fast as it can, and waits for the next second; its report has p97.5 and no p95.
 */
export function autocannon(file: string, version: string): Tool {
  return {
    name: 'autocannon',
    version,
    isOpenLoop: false,
    command: ({ url, ratePerSecond, durationMs }) => ({
      file,
      args: [
        '--json',
        ...['--connections', String(connectionsFor(ratePerSecond))],
        ...['--overallRate', String(ratePerSecond)],
        ...['--duration', String(durationMs / SECOND_MS)],
        `${url}/`,
      ],
      env: {},
    }),
    report(_folder, output) {
      const [line] = /^\{.*\}$/m.exec(output) ?? [];
      const { latency }: { latency?: Record<string, number> } = line === undefined ? {} : JSON.parse(line);
      return { p50: latency?.p50, p95: undefined, p99: latency?.p99, p999: latency?.p99_9, max: latency?.max };
    },
  };
}

/** Its default, or what it takes to keep the rate; never so many that a connection had no share of it. */
function connectionsFor(ratePerSecond: number): number {
  return Math.min(ratePerSecond, Math.max(DEFAULT_CONNECTIONS, Math.ceil(ratePerSecond / RATE_PER_CONNECTION)));
}
