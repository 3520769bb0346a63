import type { CreateModule } from '../../vu/vu-context.ts';
import { RedisClient } from './redis-client.ts';

/** Makes `k6/x/redis` for one VU. */
export const createRedisModule: CreateModule = (vu) => {
  class Client extends RedisClient {
    constructor(...args: unknown[]) {
      super(vu, args);
    }
  }
  // In k6 constructors work without `new`.
  const callable = new Proxy(Client, { apply: (_target, _self, args: unknown[]) => new Client(...args) });
  return { Client: callable, default: { Client: callable } };
};
