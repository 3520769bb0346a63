import type { VirtualUser } from '../vu/virtual-user.ts';

/** The module `k6/timers`: the same functions as the globals. */
export function createTimersModule(vu: VirtualUser): Record<string, unknown> {
  return vu.timers.functions;
}
