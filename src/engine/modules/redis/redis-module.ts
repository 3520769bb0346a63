import type { CreateModule } from '../../vu/vu-context.ts';
import { RedisClient } from './redis-client.ts';

/** Makes `k6/x/redis` for one VU. */
export const createRedisModule: CreateModule = (vu) => {
  const create = (args: readonly unknown[]) => new RedisClient(vu, args);
  // In k6 constructors work without `new`.
  return {
    Client: new Proxy(RedisClient, {
      construct: (_class, args) => create(args),
      apply: (_class, _this, args) => create(args),
    }),
  };
};
