import { maskUrl } from '../text/mask-url.ts';
import type { JourneyShape } from './journey-shape.ts';

/** The values of the variables of a journey as they may be shown; lists as they are given. */
export function shownVariables({ variables = {} }: JourneyShape, env: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(
    Object.entries(variables)
      .filter(([, { secret }]) => secret !== 'all')
      .map(([name, { secret }]) => [name, secret === 'url' ? maskUrl(`${env[name]}`) : `${env[name]}`]),
  );
}

/** Names of the checks by which a wrong answer is told from one that belongs to another request. */
export function keyedChecksOf({ requests }: JourneyShape): string[] {
  return Object.values(requests)
    .filter(({ isOfAnother }) => isOfAnother !== undefined)
    .flatMap(({ check = {} }) => Object.keys(check));
}
