import type { Range } from '../verdict/range.ts';
import { areBusy, isIntroduced, type SeenClient } from './seen-clients.ts';

type Clients = readonly SeenClient[];

/** Clients by what tells one application from another; who has yet to say its name is of none. */
export function kindsOf(clients: Clients): ReadonlyMap<string, Clients> {
  const kinds = new Map<string, SeenClient[]>();
  for (const client of clients.filter(isIntroduced)) {
    const kind = kinds.get(client.kind);
    if (kind === undefined) kinds.set(client.kind, [client]);
    else kind.push(client);
  }
  return kinds;
}

/** Kinds that sent commands within this time. */
export function kindsAtWork(clients: Clients, sinceMs: number): Clients[] {
  return [...kindsOf(clients).values()].filter((kind) => areBusy(kind, sinceMs));
}

/**
 * How many of some clients may be the API's, where nothing says which of them are: those of one kind, or all. A kind that is
 * idle all the while serves no requests, unless all are.
 *
 * @param isCounted which of them are asked about; all by default
 */
export function countOfOneOrAll(
  clients: Clients,
  sinceBeginMs: number,
  isCounted: (client: SeenClient) => boolean = () => true,
): Range {
  const count = (some: Clients) => some.filter(isCounted).length;
  const atWork = kindsAtWork(clients, sinceBeginMs);
  const kinds = atWork.length > 0 ? atWork : [...kindsOf(clients).values()];
  const most = count(clients);
  return { least: Math.min(most, ...kinds.map(count)), most };
}
