/** One cause that the evidence points to. */
export interface Finding {
  readonly id: string;
  /** What is wrong, in one sentence with its numbers. */
  readonly sentence: string;
  /** What to do next: a command to run, a setting to look at. */
  readonly next: string;
}
