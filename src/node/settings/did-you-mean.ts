import { closestMatch } from 'leven';

/** Of a name that long, a letter may be wrong, or two may have changed places. */
const LETTERS_PER_MISTAKE = 4;
const FEWEST_MISTAKES = 2;

/** Closes the line that refuses a name: with the one that was meant, as it seems, or else with all that there are. */
export function didYouMean(name: string, known: readonly string[], listed = known): string {
  const maxDistance = Math.max(FEWEST_MISTAKES, Math.floor(name.length / LETTERS_PER_MISTAKE));
  const meant = closestMatch(name.toUpperCase(), known, { maxDistance });
  return meant === undefined ? `Allowed: ${listed.join(', ')}` : `Did you mean ${meant}?`;
}
