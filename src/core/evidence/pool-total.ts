/**
 * A total that each instance of the API counts since its start, added up over the instances from the first look on.
 * Behind one address now this one answers and now that one; where they give no name, a total that falls is the sign of it.
 */
export class PoolTotal {
  readonly #last = new Map<string, number>();
  #sum = 0;
  #isMixed = false;

  /** The sum so far; undefined where instances without a name cannot be told apart. */
  add(instance: string | undefined, value: number): number | undefined {
    const last = this.#last.get(instance ?? '') ?? value;
    this.#isMixed ||= instance === undefined && value < last;
    // An instance with a name that counts less has restarted.
    this.#sum += value >= last ? value - last : value;
    this.#last.set(instance ?? '', value);
    return this.#isMixed ? undefined : this.#sum;
  }
}
