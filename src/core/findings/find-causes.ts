import type { Evidence } from '../evidence/evidence.ts';
import { CLIENT_KINDS, SLOWEST_COMMAND } from '../summary/note-topics.ts';
import { lastNoteOn, type Note, noteOn } from '../summary/notes.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import { API_CAUSES } from './api-causes.ts';
import { CACHE_CAUSES } from './cache-causes.ts';
import { COMMAND_CAUSES } from './command-causes.ts';
import type { Cause, Fact, FactName, Finding, Found, Said } from './finding.ts';
import { FLEET_CAUSES } from './fleet-causes.ts';
import { failsBesidesGenerator, GENERATOR_CAUSES } from './generator-causes.ts';
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
  ...COMMAND_CAUSES,
  ...POOL_CAUSES,
  ...CACHE_CAUSES,
  ...MEMORY_CAUSES,
  ...API_CAUSES,
  ...FLEET_CAUSES,
];

const BY_CONFIDENCE = ['high', 'medium', 'low'] as const;

/** Each note on these has all that the ones before it had, or is worse. */
const LAST_COUNTS: readonly string[] = [CLIENT_KINDS, SLOWEST_COMMAND];

/** Findings of which latency is all that there is. */
const OF_LATENCY_ALONE = ['api-slow', 'database-slow'];

/**
 * The causes that the evidence of a run points to, the surest and deepest first, without the symptoms of others, and
 * without slow answers where the rules found none.
 */
export function findCauses(
  measured: Evidence,
  rules: readonly RuleResult[] = [],
  notes: readonly Note[] = [],
): Finding[] {
  const evidence = asJudged(measured, rules);
  const said: Said = (about) => (LAST_COUNTS.includes(about) ? lastNoteOn(notes, about) : noteOn(notes, about));
  const ofLatency = rules.filter(({ about, unit }) => about === 'api' && unit === 'ms');
  const isFast = ofLatency.length > 0 && ofLatency.every(({ status }) => status === 'pass');
  const causes = CAUSES.filter(({ id }) => !(isFast && OF_LATENCY_ALONE.includes(id)));
  const found = findAmong(causes, evidence, said);
  // What is no more than the lateness of the generator explains nothing by itself.
  const real = withoutExplained(found, explainingIn(evidence, GENERATOR_CAUSES));
  const ordered = inOrder(withoutExplained(real, explainingIn(evidence, CAUSES)));
  return failsBesidesGenerator(evidence, rules) ? generatorLast(ordered) : ordered;
}

/** The causes with what each explains in this run. */
function explainingIn(evidence: Evidence, causes: readonly Cause[]): Pick<Cause, 'id' | 'explains'>[] {
  return causes.map(({ id, explains, leaves }) => {
    const left = leaves?.(evidence) ?? [];
    return { id, explains: explains.filter((symptom) => !left.includes(symptom)) };
  });
}

/**
 * The evidence with what a rule failed by and it does not have: how late the generator was in a step of its load, and how
 * connections were reused for as long as they could be told from those of others.
 */
function asJudged(evidence: Evidence, rules: readonly RuleResult[]): Evidence {
  const failedBy = (isMeant: (rule: RuleResult) => boolean) =>
    rules.find((rule) => rule.status === 'fail' && isMeant(rule))?.actual ?? null;
  return {
    ...evidence,
    startDelayP95Ms: evidence.startDelayP95Ms ?? failedBy(({ about }) => about === 'generator'),
    requestsPerConnection: evidence.requestsPerConnection ?? failedBy(({ id }) => id === 'redis-reuse'),
  };
}

function generatorLast(findings: readonly Finding[]): Finding[] {
  const isLate = ({ id }: Finding) => id === 'generator-overloaded';
  return [...findings.filter((finding) => !isLate(finding)), ...findings.filter(isLate)];
}

/** What there is to find of some causes, symptoms of others among them. */
export function findAmong<Known extends Readonly<Partial<Record<FactName, number | null>>>>(
  causes: readonly Cause<Known>[],
  evidence: Known,
  said: Said,
): Finding[] {
  return causes.flatMap((cause) => {
    const what = cause.find(evidence, said);
    return what === undefined ? [] : [findingOf(cause, what, evidence)];
  });
}

/** Findings without those that one of them explains. */
export function withoutExplained(
  findings: readonly Finding[],
  causes: readonly Pick<Cause, 'id' | 'explains'>[],
): Finding[] {
  const found = new Set(findings.map(({ id }) => id));
  const explained = new Set(causes.filter(({ id }) => found.has(id)).flatMap(({ explains }) => explains));
  return findings.filter(({ id }) => !explained.has(id));
}

/** The surest first. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (one, other) => BY_CONFIDENCE.indexOf(one.confidence) - BY_CONFIDENCE.indexOf(other.confidence),
  );
}

function findingOf<Known extends Readonly<Partial<Record<FactName, number | null>>>>(
  cause: Cause<Known>,
  { sentence, facts, confidence, next = cause.next }: Found<keyof Known>,
  evidence: Known,
): Finding {
  return {
    id: cause.id,
    sentence,
    evidence: facts.flatMap((name) => factOf(evidence, name as FactName)),
    next,
    confidence,
  };
}

function factOf(evidence: Readonly<Partial<Record<FactName, number | null>>>, name: FactName): Fact[] {
  const value = evidence[name] ?? null;
  return value === null ? [] : [{ name, value, unit: unitOf(name) }];
}

/** Units stand at the end of names. */
function unitOf(name: FactName): Fact['unit'] {
  if (name.endsWith('Ms')) return 'ms';
  if (name.endsWith('Bytes')) return 'bytes';
  return name.endsWith('Share') ? 'share' : 'count';
}
