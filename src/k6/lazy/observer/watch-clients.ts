import limits from 'profile-limits';
import { type Churn, NO_CHURN, withLook } from '../../../core/redis/connection-churn.ts';
import type { RedisSample } from '../../../core/redis/redis-sample.ts';
import {
  commandsOfOthers,
  type SeenClients,
  wereOthersAtWork as wereAtWorkBetween,
} from '../../../core/redis/seen-clients.ts';
import { isDecided, type Range } from '../../../core/verdict/range.ts';
import type { RuleTemplate } from '../../../core/verdict/rule.ts';
import { elapsedMs } from '../../journeys/load-clock.ts';
import { settings } from '../../setup/settings.ts';

// State of the one VU that observes: who was there at the last look, and what came of it since the load began.
let before: SeenClients | undefined;
let beforeAtMs = 0;
let churn: Churn = NO_CHURN;
let othersCommands: number | null = 0;
let wereAtWork = false;
let haveWorked = false;
let wereThere = false;

/** Follows the connections from the last look to this one, between which Redis accepted so many without our own. */
export function watchClients(sample: RedisSample, received: number): Churn {
  const sinceBeginMs = elapsedMs();
  const look = { before, now: sample.clients, received, sinceBeforeMs: sinceBeginMs - beforeAtMs };
  churn = withLook(churn, look, sample.connections ?? 0, sinceBeginMs);
  const commands = commandsOfOthers(look);
  wereAtWork = wereAtWorkBetween(look);
  haveWorked ||= wereAtWork;
  wereThere = sample.clients === undefined || sample.clients.others.length + (before?.others.length ?? 0) > 0;
  othersCommands = othersCommands === null || commands === null ? null : othersCommands + commands;
  before = sample.clients;
  beforeAtMs = sinceBeginMs;
  return churn;
}

/** Whether API_CLIENTS tells the connections of the API from those of others. */
export function areToldApart(): boolean {
  return settings().apiClients !== '*' && before !== undefined;
}

/** The most commands that others sent so far; null: some, and nobody tells how many. Where all are the API's: none. */
export function commandsOfOthersSoFar(): number | null {
  return settings().apiClients === '*' ? 0 : othersCommands;
}

/** Whether others sent commands between the last two looks, or may have. */
export function wereOthersAtWork(): boolean {
  return settings().apiClients !== '*' && wereAtWork;
}

/** Whether others were connected at the last look or the one before: who was rejected shows nowhere. */
export function wereOthersThere(): boolean {
  return settings().apiClients !== '*' && wereThere;
}

/** Whether they did at any time since the load began. */
export function haveOthersWorked(): boolean {
  return settings().apiClients !== '*' && haveWorked;
}

/** Whether a rule comes to the same wherever the number lies; a profile without the rule takes the usual threshold. */
export function isSettled(ruleId: string, usual: string, range: Range): boolean {
  const rule = (limits.rules as readonly RuleTemplate[]).find(({ id }) => id === ruleId);
  return isDecided(range, rule?.threshold ?? usual);
}
