import type { Evidence, EvidenceName } from '../evidence/evidence.ts';
import { type Note, noteOn } from '../summary/notes.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import { API_CAUSES } from './api-causes.ts';
import { CACHE_CAUSES } from './cache-causes.ts';
import type { Cause, Fact, Finding, Found, Said } from './finding.ts';
import { FLEET_CAUSES } from './fleet-causes.ts';
import { GENERATOR_CAUSES } from './generator-causes.ts';
import { MEMORY_CAUSES } from './memory-causes.ts';
import { POOL_CAUSES } from './pool-causes.ts';
import { REDIS_ACCESS_CAUSES } from './redis-access-causes.ts';
import { REDIS_REPLY_CAUSES } from './redis-reply-causes.ts';
import { REDIS_SPEED_CAUSES } from './redis-speed-causes.ts';
import { REFUSAL_CAUSES } from './refusal-causes.ts';

/** The deeper cause comes first: an API that cannot reach Redis has no cache, and one without a cache has a busy database. */
export const CAUSES: readonly Cause[] = [
  ...GENERATOR_CAUSES,
  ...REDIS_ACCESS_CAUSES,
  ...REFUSAL_CAUSES,
  ...REDIS_REPLY_CAUSES,
  ...REDIS_SPEED_CAUSES,
  ...POOL_CAUSES,
  ...CACHE_CAUSES,
  ...MEMORY_CAUSES,
  ...API_CAUSES,
  ...FLEET_CAUSES,
];

const BY_CONFIDENCE = ['high', 'medium', 'low'] as const;

/** Findings of which latency is all that there is. */
const OF_LATENCY_ALONE = ['api-slow', 'database-slow'];

/**
 * The causes that the evidence of a run points to, the surest and deepest first, without the symptoms of others, and
 * without slow answers where the rules found none.
 */
export function findCauses(
  evidence: Evidence,
  rules: readonly RuleResult[] = [],
  notes: readonly Note[] = [],
): Finding[] {
  const said: Said = (outcome) => noteOn(notes, outcome);
  const ofLatency = rules.filter(({ about, unit }) => about === 'api' && unit === 'ms');
  const isFast = ofLatency.length > 0 && ofLatency.every(({ status }) => status === 'pass');
  const found = CAUSES.flatMap((cause) => {
    if (isFast && OF_LATENCY_ALONE.includes(cause.id)) return [];
    const what = cause.find(evidence, said);
    return what === undefined ? [] : [{ cause, what }];
  });
  const explained = new Set(found.flatMap(({ cause }) => cause.explains));
  return found
    .filter(({ cause }) => !explained.has(cause.id))
    .map(({ cause, what }) => findingOf(cause, what, evidence))
    .sort((one, other) => BY_CONFIDENCE.indexOf(one.confidence) - BY_CONFIDENCE.indexOf(other.confidence));
}

function findingOf(
  cause: Cause,
  { sentence, facts, confidence, next = cause.next }: Found,
  evidence: Evidence,
): Finding {
  return { id: cause.id, sentence, evidence: facts.flatMap((name) => factOf(evidence, name)), next, confidence };
}

function factOf(evidence: Evidence, name: EvidenceName): Fact[] {
  const value = evidence[name];
  return value === null ? [] : [{ name, value, unit: unitOf(name) }];
}

/** Units stand at the end of names. */
function unitOf(name: EvidenceName): Fact['unit'] {
  if (name.endsWith('Ms')) return 'ms';
  if (name.endsWith('Bytes')) return 'bytes';
  return name.endsWith('Share') ? 'share' : 'count';
}
