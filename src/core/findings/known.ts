/** Whether a number is known and at least so much. What is not known is no evidence. */
export function isAtLeast(value: number | null, limit: number): value is number {
  return value !== null && value >= limit;
}

/** Whether a number is known and below a limit. */
export function isBelow(value: number | null, limit: number): value is number {
  return value !== null && value < limit;
}
