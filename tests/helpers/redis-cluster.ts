import { Redis } from 'ioredis';
import { vi } from 'vitest';
import { startRedisServer, type TestRedis } from './redis-server.ts';

const SLOTS = 16_384;

/** Starts a cluster of real masters that share the slots evenly, until the test is over. */
export async function startRedisCluster(size = 3): Promise<readonly TestRedis[]> {
  const nodes = await Promise.all(Array.from({ length: size }, () => startRedisServer('--cluster-enabled', 'yes')));
  const clients = nodes.map(({ url }) => new Redis(url));
  const [first] = clients;
  for (const [index, client] of clients.entries()) {
    const [from, to] = [index, index + 1].map((share) => Math.floor((share * SLOTS) / size)) as [number, number];
    await client.call('CLUSTER', 'ADDSLOTSRANGE', from, to - 1);
    if (index > 0) await first?.call('CLUSTER', 'MEET', '127.0.0.1', nodes[index]?.port ?? 0);
  }
  const isWhole = async (client: Redis) => {
    if (!`${await client.call('CLUSTER', 'INFO')}`.includes('cluster_state:ok')) throw new Error('not whole yet');
    if (!`${await client.call('CLUSTER', 'INFO')}`.includes(`cluster_size:${size}`)) throw new Error('not met yet');
  };
  for (const client of clients) await vi.waitFor(() => isWhole(client), { timeout: 20_000, interval: 50 });
  for (const client of clients) client.disconnect();
  return nodes;
}
