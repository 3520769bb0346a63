import type { Evidence, EvidenceName } from '../evidence/evidence.ts';
import { API_CAUSES } from './api-causes.ts';
import { CACHE_CAUSES } from './cache-causes.ts';
import type { Cause, Fact, Finding, Found } from './finding.ts';
import { GENERATOR_CAUSES } from './generator-causes.ts';
import { MEMORY_CAUSES } from './memory-causes.ts';
import { POOL_CAUSES } from './pool-causes.ts';
import { REDIS_ACCESS_CAUSES } from './redis-access-causes.ts';
import { REDIS_SPEED_CAUSES } from './redis-speed-causes.ts';

/** What lies deeper comes first: who cannot reach Redis has no cache, and who has no cache has a busy database. */
export const CAUSES: readonly Cause[] = [
  ...GENERATOR_CAUSES,
  ...REDIS_ACCESS_CAUSES,
  ...REDIS_SPEED_CAUSES,
  ...POOL_CAUSES,
  ...CACHE_CAUSES,
  ...MEMORY_CAUSES,
  ...API_CAUSES,
];

const BY_CONFIDENCE = ['high', 'medium', 'low'] as const;

/** The causes that the evidence of a run points to, the surest and deepest first, without the symptoms of others. */
export function findCauses(evidence: Evidence): Finding[] {
  const found = CAUSES.flatMap((cause) => {
    const what = cause.find(evidence);
    return what === undefined ? [] : [{ cause, what }];
  });
  const explained = new Set(found.flatMap(({ cause }) => cause.explains));
  return found
    .filter(({ cause }) => !explained.has(cause.id))
    .map(({ cause, what }) => findingOf(cause, what, evidence))
    .sort((one, other) => BY_CONFIDENCE.indexOf(one.confidence) - BY_CONFIDENCE.indexOf(other.confidence));
}

function findingOf({ id, next }: Cause, { sentence, facts, confidence }: Found, evidence: Evidence): Finding {
  return { id, sentence, evidence: facts.flatMap((name) => factOf(evidence, name)), next, confidence };
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
