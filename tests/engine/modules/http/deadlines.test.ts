import { expect, test, vi } from 'vitest';
import { addDeadline, Deadline, removeDeadline } from '../../../../src/engine/modules/http/deadlines.ts';

class Recorded extends Deadline {
  readonly name: string;
  readonly dueAt: number;
  readonly #expired: string[];

  constructor(name: string, delayMs: number, expired: string[]) {
    super();
    this.name = name;
    this.dueAt = performance.now() + delayMs;
    this.#expired = expired;
  }

  expire(): void {
    this.#expired.push(this.name);
  }
}

test.each([
  ['first', ['second', 'third']],
  ['second', ['first', 'third']],
  ['third', ['first', 'second']],
])('the %s of three deadlines can be removed, twice even, and the others expire', async (removed, rest) => {
  const expired: string[] = [];
  const deadlines = ['first', 'second', 'third'].map((name) => new Recorded(name, 5, expired));
  for (const deadline of deadlines) addDeadline(deadline);
  for (const deadline of deadlines) {
    if (deadline.name !== removed) continue;
    removeDeadline(deadline);
    removeDeadline(deadline);
  }
  await vi.waitFor(() => expect(expired.toSorted()).toEqual(rest));
});

test('a deadline that comes before those that are watched expires before them', async () => {
  const expired: string[] = [];
  const late = new Recorded('late', 60_000, expired);
  addDeadline(late);
  addDeadline(new Recorded('soon', 5, expired));
  await vi.waitFor(() => expect(expired).toEqual(['soon']));
  removeDeadline(late);
});
