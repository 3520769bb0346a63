import type { Result } from '../result/result.ts';
import type { ShareOfRun } from '../result/share-of-run.ts';

/** The result of a share, with the name by which the user gave it. */
export interface GivenShare {
  readonly name: string;
  readonly result: Result;
}

/** A result that tells which share it is. */
export type ShareResult = Result & { readonly share: ShareOfRun };

/** Why results cannot be one run, a line for each reason. */
export function shareProblems(given: readonly GivenShare[]): string[] {
  const others = given.filter(({ result }) => result.share === undefined);
  if (others.length > 0) {
    return others.map(({ name }) => `${name} is no share of a run: SHARE or SHARES was not set when it was made`);
  }
  const [first, ...rest] = given;
  if (first === undefined || rest.length === 0) return ['give the results of two shares at least'];
  return rest.flatMap((share, index) => [
    ...differences(first, share),
    ...[first, ...rest.slice(0, index)]
      .filter(({ result }) => result.share?.number === share.result.share?.number)
      .map(({ name }) => `${name} and ${share.name} are both share ${share.result.share?.number}`),
  ]);
}

const SAME: readonly (readonly [what: string, of: (result: Result) => unknown])[] = [
  ['the profile', ({ profile }) => profile],
  ['the number of shares', ({ share }) => share?.of],
  ['the engine', ({ engine }) => `${engine.name} ${engine.version}`],
  ['poolproof', ({ environment }) => environment.poolproofVersion],
];

/** Only where both were measured is it known what they were to send. */
const SAME_PLAN: typeof SAME = [
  ['BASE_URL', ({ target }) => target.baseUrl],
  ['the load', ({ share }) => share?.measured?.plan.workload],
  ['the rules', ({ share }) => share?.measured?.plan.rules],
];

function differences(one: GivenShare, other: GivenShare): string[] {
  const areMeasured = [one, other].every(({ result }) => result.share?.measured !== undefined);
  return [...SAME, ...(areMeasured ? SAME_PLAN : [])]
    .filter(([, of]) => JSON.stringify(of(one.result)) !== JSON.stringify(of(other.result)))
    .map(([what]) => `${what} is not the same in ${one.name} and ${other.name}`);
}
