/** A name for this run, so that nothing it leaves in a cache is met by another run. */
export function newRunId(): string {
  return `${Date.now().toString(36)}${Math.floor(Math.random() * 36 ** 4).toString(36)}`;
}
