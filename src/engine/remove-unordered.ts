/** Removes an item from a short list whose order means nothing. Harmless when it is not in it. */
export function removeUnordered<T>(list: T[], item: T): void {
  const at = list.indexOf(item);
  if (at === -1) return;
  const last = list.pop() as T;
  if (at < list.length) list[at] = last;
}
