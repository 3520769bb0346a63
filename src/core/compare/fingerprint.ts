import type { Result } from '../result/result.ts';

/** Something that two results must agree on and do not. */
export interface FingerprintDifference {
  /** Path in result.json, such as `environment.cpus`. */
  readonly what: string;
  readonly base: string;
  readonly head: string;
}

/** The part of a result that tells under which circumstances it came about. */
type Fingerprinted = Pick<Result, 'workload' | 'profile' | 'engine' | 'environment' | 'share' | 'merged'>;

const ENVIRONMENT = ['os', 'architecture', 'cpuModel', 'cpus', 'memoryBytes', 'nodeVersion'] as const;
const NOTHING = 'nothing';

/**
 * What differs beside the API under load: profile, engine, machine, or what was sent. Results that differ in any of it
 * tell of that, not of the API. Of what differs in several of the others, the first is named.
 */
export function fingerprintDifferences(base: Fingerprinted, others: readonly Fingerprinted[]): FingerprintDifference[] {
  const ofBase = fingerprintOf(base);
  const differences = new Map<string, FingerprintDifference>();
  for (const ofHead of others.map(fingerprintOf)) {
    const ofBoth = [...new Set([...ofBase.keys(), ...ofHead.keys()])].filter(
      (what) => !isOfOneScenario(what, ofBase, ofHead),
    );
    for (const what of ofBoth) {
      const difference = { what, base: ofBase.get(what) ?? NOTHING, head: ofHead.get(what) ?? NOTHING };
      if (difference.base !== difference.head && !differences.has(what)) differences.set(what, difference);
    }
  }
  return [...differences.values()];
}

function fingerprintOf({ profile, engine, environment, workload, share, merged }: Fingerprinted): Map<string, string> {
  const { scenarios, settings } = workload;
  return new Map([
    ['profile', JSON.stringify(profile)],
    ['engine', `${engine.name} ${engine.version}`],
    ...(share ? [['share', `${share.number}/${share.of}`] as const] : []),
    ...(merged ? [['merged.of', `${merged.of}`] as const] : []),
    ...ENVIRONMENT.map((field) => [`environment.${field}`, JSON.stringify(environment[field])] as const),
    ['workload.scenarios', Object.keys(scenarios).join(', ')],
    ...leavesOf({ settings, scenarios }, 'workload'),
  ]);
}

/** Whether it tells of a scenario that the other side does not have: which ones there are is a difference of its own. */
function isOfOneScenario(what: string, ...sides: readonly ReadonlyMap<string, string>[]): boolean {
  const [scenario] = /^workload\.scenarios\.\w+\./.exec(what) ?? [];
  return scenario !== undefined && sides.some((side) => !side.has(`${scenario}executor`));
}

/** Every value with its path, so that the order of keys makes no difference. */
function leavesOf(value: unknown, path: string): [path: string, value: string][] {
  if (typeof value !== 'object' || value === null) return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, child]) => leavesOf(child, `${path}.${key}`));
}
