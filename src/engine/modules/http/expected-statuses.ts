import { GoError } from '../../vu/go-error.ts';

/** Which statuses count as expected. Opaque to scripts: made by `http.expectedStatuses()`. */
export class ExpectedStatuses {
  readonly #exact: readonly number[];
  readonly #ranges: readonly (readonly [number, number])[];

  constructor(exact: readonly number[], ranges: readonly (readonly [number, number])[]) {
    this.#exact = exact;
    this.#ranges = ranges;
  }

  matches(status: number): boolean {
    return this.#exact.includes(status) || this.#ranges.some((range) => range[0] <= status && status <= range[1]);
  }
}

/** k6's default: 200 to 399. */
export const DEFAULT_EXPECTED_STATUSES = new ExpectedStatuses([], [[200, 399]]);

/** `http.expectedStatuses(200, {min, max}, …)`. @throws {GoError} for anything else */
export function expectedStatuses(...statuses: unknown[]): ExpectedStatuses {
  if (statuses.length === 0) throw new GoError('no arguments');
  const exact: number[] = [];
  const ranges: [number, number][] = [];
  for (const [index, status] of statuses.entries()) {
    if (isInteger(status)) {
      exact.push(status);
      continue;
    }
    const { min, max } = Object(status) as { min?: unknown; max?: unknown };
    if (min === undefined || max === undefined) {
      const expected = 'was neither an integer nor an object like {min:100, max:329}';
      throw new GoError(`argument number ${index + 1} to expectedStatuses ${expected}`);
    }
    if (!isInteger(min) || !isInteger(max)) {
      throw new GoError(`both min and max need to be integers for argument number ${index + 1}`);
    }
    ranges.push([min, max]);
  }
  return new ExpectedStatuses(exact, ranges);
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}
