import { describeFleet } from '../redis/fleet.ts';
import type { Cause } from './finding.ts';

/** What no run of one instance can show: all of them at once. */
export const FLEET_CAUSES: readonly Cause[] = [
  {
    id: 'fleet-above-maxclients',
    explains: [],
    next: 'Make the pool of each process smaller, or raise maxclients and the open files that Redis may have; make size tells how large a pool has to be.',
    find: ({ instances, workers, fleetConnections, fleetShare, fleetLimitShare, maxClients, otherConnections }) => {
      if (instances === null || workers === null || fleetConnections === null || maxClients === null) return undefined;
      if (fleetShare === null || fleetShare <= fleetLimitShare) return undefined;
      const fleet = { instances, workers, poolSize: fleetConnections / (instances * workers) };
      const room = { maxClients, others: otherConnections ?? 0, limitShare: fleetLimitShare };
      return {
        sentence: `The whole fleet does not fit into Redis: ${describeFleet(fleet, room)}`,
        facts: ['instances', 'workers', 'fleetConnections', 'maxClients', 'otherConnections', 'fleetShare'],
        confidence: 'high',
      };
    },
  },
];
