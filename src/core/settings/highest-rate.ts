/** The highest rate that any profile sends: what RATE may be at most. */
export const HIGHEST_RATE = 10_000;
