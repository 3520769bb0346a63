import type { Range } from '../verdict/range.ts';
import { type ClientLook, isIntroduced, newcomers, unseenBetween } from './seen-clients.ts';

/** Connections opened since the load began, as far as looks at CLIENT LIST tell whose they were. */
export interface Churn {
  readonly looks: number;
  /** Looks at which the API had a connection from the look before, used since the load began. */
  readonly steadyLooks: number;
  /** Looks at which the API had opened one since the look before. */
  readonly openingLooks: number;
  readonly apiOpened: number;
  /** Of the API's that were open at a look, those that were not at the next. */
  readonly apiClosed: number;
  /** Those of the opened ones that had a name. */
  readonly apiNamed: number;
  readonly othersOpened: number;
  /** Seen before they said who they are. */
  readonly namesAhead: number;
  /** Names that clients gave themselves, seen or not. */
  readonly named: number;
  /** Accepted by Redis, and gone again before anybody looked. */
  readonly unseen: number;
  /** The last look. */
  readonly hadConnections: boolean;
}

const FEWEST_IN_STEP = 50;
const IN_STEP = 0.1;

export const NO_CHURN: Churn = {
  looks: 0,
  steadyLooks: 0,
  openingLooks: 0,
  apiOpened: 0,
  apiClosed: 0,
  apiNamed: 0,
  othersOpened: 0,
  namesAhead: 0,
  named: 0,
  unseen: 0,
  hadConnections: false,
};

/** @param connections open at this look, by INFO where there is no list */
export function withLook(churn: Churn, look: ClientLook, connections: number, sinceBeginMs: number): Churn {
  const { before, now, received, named = 0 } = look;
  const hasConnections = connections > 0;
  const total = {
    ...churn,
    looks: churn.looks + 1,
    unseen: churn.unseen + unseenBetween(look),
    named: churn.named + named,
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
    openingLooks: churn.openingLooks + (opened.length > 0 ? 1 : 0),
    apiOpened: churn.apiOpened + opened.length,
    apiClosed: churn.apiClosed + newcomers(now.api, before.api).length,
    apiNamed: churn.apiNamed + opened.filter(({ name }) => name === 'given').length,
    othersOpened:
      churn.othersOpened + newcomers(before.others.filter(isIntroduced), now.others.filter(isIntroduced)).length,
    namesAhead:
      churn.namesAhead + newcomers(before.others, now.others).filter((client) => !isIntroduced(client)).length,
  };
}

/**
 * How many connections the API opened, at least and at most. Where it works over connections that stay, those that come
 * and go unseen are not its own if it is told apart from others and they gave no names, and may be anybody's if it is not. Where it
 * has none that stays they are its own, unless others were seen to open some. Some may be seen before they say who they are: then those
 * that gave a name are its own, as long as those that were seen with a name are, and are no fewer than those without.
 *
 * @param isToldApart whether API_CLIENTS tells the connections of the API from those of others
 * @param requests that were sent since the load began
 */
export function openedByApi(churn: Churn, isToldApart: boolean, requests: number): Range {
  const { looks, steadyLooks, openingLooks, apiOpened, apiClosed, apiNamed } = churn;
  const { othersOpened, namesAhead, named, unseen } = churn;
  const all = apiOpened + unseen;
  const isSteady = steadyLooks > 0 && steadyLooks * 2 >= looks - 1;
  // Who is seen to open connections at half of the looks, and to close them, opens those that nobody saw as well, unless others do.
  const isSeenToOpen = openingLooks * 2 >= looks - 1 && apiClosed > 0 && apiClosed * 2 >= apiOpened;
  // As many as there are requests are the API's if it was ever seen to open one, and may be if not.
  const isInStep = requests >= FEWEST_IN_STEP && Math.abs(unseen / requests - 1) <= IN_STEP;
  const isOpening = (isSeenToOpen || (isInStep && openingLooks > 0)) && othersOpened === 0;
  if (isToldApart && isSteady) {
    const areOfOthers = othersOpened > 0 ? !isSeenToOpen : openingLooks === 0 && !isInStep;
    if (areOfOthers) return { least: apiOpened, most: apiOpened };
    const most = isOpening && apiNamed === 0 ? all : Math.max(apiOpened, Math.min(all + namesAhead, named));
    return { least: isOpening ? most : apiOpened, most };
  }
  if (isSteady && isOpening) return { least: all, most: all };
  if (isSteady || (isToldApart && othersOpened > 0)) return { least: apiOpened, most: all };
  if (!isToldApart || namesAhead === 0) return { least: all, most: all };
  const most = all + namesAhead;
  return { least: apiNamed < namesAhead ? apiOpened : Math.min(most, Math.max(apiOpened, named)), most };
}
