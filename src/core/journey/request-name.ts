import { TAKEN } from './journey-problems.ts';

const LONGEST = 40;
const COMBINING = /\p{M}/gu;
const BEYOND_ASCII = /[^ -~]/;
const WORD = /\{[^{}]*\}|[a-z0-9]+/gi;

/**
 * A name for the request of a path, as k6 allows for scenarios, that is not taken: `/products/{id}` is `products_id`. One that
 * is too long loses whole words: those of its query from the end, then those of its path from the start.
 */
export function nameFor(path: string, taken: readonly string[], method = ''): string {
  const isFree = (candidate: string) => ![...taken, ...TAKEN].includes(candidate);
  const [route = '', ...query] = path.split('?');
  const words = { method, route: wordsOf(route), query: wordsOf(query.join('_')) };
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : `_${number}`;
    const candidate = `${fitted(words, LONGEST - suffix.length)}${suffix}`;
    if (isFree(candidate)) return candidate;
  }
}

interface Words {
  readonly method: string;
  readonly route: readonly string[];
  readonly query: readonly string[];
}

function fitted(words: Words, room: number): string {
  const { method, route, query } = words;
  const name = joined(words);
  if (name.length <= room) return name;
  if (query.length > 0) return fitted({ ...words, query: query.slice(0, -1) }, room);
  return route.length > 1 ? fitted({ method, route: route.slice(1), query }, room) : name.slice(0, room);
}

function joined({ method, route, query }: Words): string {
  const name = [method, ...route, ...query].filter((word) => word !== '').join('_');
  if (name === '') return 'root';
  return /^[a-z]/i.test(name) ? name : `path_${name}`;
}

/** `{1..50}` is one word, `1_50`. What is percent-encoded is spelt in Latin letters, where it can be. */
function wordsOf(text: string): string[] {
  const plain = (word: string) => word.replaceAll(/[^a-z0-9]+/gi, '_').replaceAll(/^_|_$/g, '');
  return (inLatin(text).match(WORD) ?? []).map(plain).filter((word) => word !== '');
}

/** `gr%C3%B6%C3%9Fe` -> `grosse`; as it is where letters of another script would be lost. */
function inLatin(text: string): string {
  const spelt = text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded).replaceAll('ß', 'ss').normalize('NFKD').replaceAll(COMBINING, '');
    } catch {
      return encoded;
    }
  });
  return BEYOND_ASCII.test(spelt) ? text : spelt;
}
