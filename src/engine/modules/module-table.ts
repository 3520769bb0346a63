import type { VirtualUser } from '../vu/virtual-user.ts';
import { createCryptoModule } from './crypto.ts';
import { createDataModule } from './data.ts';
import { createEncodingModule } from './encoding.ts';
import { createExecutionModule } from './execution.ts';
import { createHttpModule } from './http/http-module.ts';
import { createK6Module } from './k6.ts';
import { createMetricsModule } from './metrics.ts';
import { createRedisModule } from './redis/redis-module.ts';
import { createTimersModule } from './timers.ts';

/**
 * The modules that scripts may import: each makes what one VU gets by default, whose fields are the names that the module
 * exports. What is not here is refused by name before anything runs.
 */
export const MODULES: Readonly<Record<string, (vu: VirtualUser) => Record<string, unknown>>> = {
  k6: createK6Module,
  'k6/crypto': createCryptoModule,
  'k6/data': createDataModule,
  'k6/encoding': createEncodingModule,
  'k6/execution': createExecutionModule,
  'k6/http': createHttpModule,
  'k6/metrics': createMetricsModule,
  'k6/timers': createTimersModule,
  'k6/x/redis': createRedisModule,
};
