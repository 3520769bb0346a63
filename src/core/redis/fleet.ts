/** All processes of the API in production, each with a pool of its own. */
export interface Fleet {
  readonly instances: number;
  /** Processes of each instance. */
  readonly workers: number;
  readonly poolSize: number;
}

/** What Redis takes, and what is not there for the fleet. */
interface Room {
  readonly maxClients: number;
  readonly others: number;
  /** How much of the rest the fleet may take. */
  readonly limitShare: number;
}

export function fleetConnections({ instances, workers, poolSize }: Fleet): number {
  return instances * workers * poolSize;
}

/** How many connections the pool of each process may have, so that all of them find room; 0: not even one each. */
export function mostEach({ instances, workers }: Fleet, { maxClients, others, limitShare }: Room): number {
  return Math.floor((Math.max(0, maxClients - others) * limitShare) / (instances * workers));
}

/** `10 instances × 24 workers × 100 = 24 000 connections; the server takes 10 000, 312 are used by others: at most 40 each`. */
export function describeFleet(fleet: Fleet, room: Room): string {
  const { instances, workers, poolSize } = fleet;
  const factors = [counted(instances, 'instance'), ...(workers > 1 ? [counted(workers, 'worker')] : []), poolSize];
  const others =
    room.others === 0 ? '' : `, ${grouped(room.others)} ${room.others === 1 ? 'is' : 'are'} used by others`;
  const each = mostEach(fleet, room);
  const most = each === 0 ? 'less than one for each' : `at most ${grouped(each)} each`;
  return `${factors.join(' × ')} = ${grouped(fleetConnections(fleet))} connections; the server takes ${grouped(room.maxClients)}${others}: ${most}`;
}

function counted(count: number, what: string): string {
  return `${grouped(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** In groups of three digits from five on. */
function grouped(count: number): string {
  return count < 10_000 ? `${count}` : `${count}`.replace(/\B(?=(?:\d{3})+$)/g, ' ');
}
