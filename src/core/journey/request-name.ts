import { TAKEN } from './journey-problems.ts';

const LONGEST = 40;

/** A name for the request of a path, as k6 allows for scenarios, that is not taken: `/products/{id}` is `products_id`. */
export function nameFor(path: string, taken: readonly string[]): string {
  const words = path.replace(/[^a-z0-9]+/gi, '_').replace(/^_|_$/g, '');
  const name = (/^[a-z]/i.test(words) ? words : words === '' ? 'root' : `path_${words}`).slice(0, LONGEST);
  const isFree = (candidate: string) => ![...taken, ...TAKEN].includes(candidate);
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name.slice(0, LONGEST - 1 - `${number}`.length)}_${number}`;
    if (isFree(candidate)) return candidate;
  }
}
