import type { Range } from '../verdict/range.ts';
import { type ClientLook, newcomers, unseenBetween } from './seen-clients.ts';

/** Connections opened since the load began, as far as looks at CLIENT LIST tell whose they were. */
export interface Churn {
  readonly looks: number;
  /** Looks at which the API had a connection from the look before, used since the load began. */
  readonly steadyLooks: number;
  readonly apiOpened: number;
  readonly othersOpened: number;
  /** Accepted by Redis, and gone again before anybody looked. */
  readonly unseen: number;
  /** The last look. */
  readonly hadConnections: boolean;
}

export const NO_CHURN: Churn = {
  looks: 0,
  steadyLooks: 0,
  apiOpened: 0,
  othersOpened: 0,
  unseen: 0,
  hadConnections: false,
};

/** @param connections open at this look, by INFO where there is no list */
export function withLook(churn: Churn, look: ClientLook, connections: number, sinceBeginMs: number): Churn {
  const { before, now, received } = look;
  const hasConnections = connections > 0;
  const total = {
    ...churn,
    looks: churn.looks + 1,
    unseen: churn.unseen + unseenBetween(look),
    hadConnections: hasConnections,
  };
  if (now === undefined) {
    return { ...total, steadyLooks: churn.steadyLooks + (churn.hadConnections && hasConnections ? 1 : 0) };
  }
  // At the first look nobody knows who was there before; more than Redis accepted they cannot be.
  if (before === undefined) return { ...total, apiOpened: churn.apiOpened + Math.min(received, now.api.length) };
  const opened = newcomers(before.api, now.api);
  const isSteady = now.api.some(
    (client) => !opened.includes(client) && client.idleSeconds * 1_000 <= Math.max(1_000, sinceBeginMs),
  );
  return {
    ...total,
    steadyLooks: churn.steadyLooks + (isSteady ? 1 : 0),
    apiOpened: churn.apiOpened + opened.length,
    othersOpened: churn.othersOpened + newcomers(before.others, now.others).length,
  };
}

/**
 * How many connections the API opened, at least and at most. Where it works over connections that stay, those that come
 * and go unseen are not its own if it is told apart from others, and may be anybody's if it is not. Where it has none that
 * stays they are its own, unless others were seen to open some.
 *
 * @param isToldApart whether API_CLIENTS tells the connections of the API from those of others
 */
export function openedByApi(churn: Churn, isToldApart: boolean): Range {
  const { looks, steadyLooks, apiOpened, othersOpened, unseen } = churn;
  const all = apiOpened + unseen;
  const isSteady = steadyLooks > 0 && steadyLooks * 2 >= looks - 1;
  if (isToldApart && isSteady) return { least: apiOpened, most: apiOpened };
  return isSteady || (isToldApart && othersOpened > 0) ? { least: apiOpened, most: all } : { least: all, most: all };
}
