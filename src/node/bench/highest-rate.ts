export interface HighestRate {
  /** The highest rate that was held; 0 when none was. */
  readonly held: number;
  /** The lowest that was not, above it; undefined when the search ended before one. */
  readonly lost: number | undefined;
}

/**
 * Searches for the highest rate that `isHeld`: doubles from `start` until one is lost (halves while none is held), then
 * halves the gap `refinements` times, in ratios.
 */
export async function findHighestRate(
  isHeld: (rate: number) => Promise<boolean>,
  { start, lowest, highest, refinements }: { start: number; lowest: number; highest: number; refinements: number },
): Promise<HighestRate> {
  let held = 0;
  let lost: number | undefined;
  for (let rate = start; rate >= lowest && rate <= highest && (held === 0 || lost === undefined); ) {
    if (await isHeld(rate)) held = rate;
    else lost = rate;
    rate = lost === undefined ? rate * 2 : Math.round(rate / 2);
  }
  for (let left = refinements; left > 0 && held > 0 && lost !== undefined; left--) {
    const rate = Math.round(Math.sqrt(held * lost));
    if (rate === held || rate === lost) break;
    if (await isHeld(rate)) held = rate;
    else lost = rate;
  }
  return { held, lost };
}
