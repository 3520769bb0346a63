import { pathWith } from '../settings/path-parsers.ts';
import { nameFor } from './request-name.ts';

/** A path with its share of the load, as `PATHS` has it: `/products/{1..50}=20`. */
export interface PathShare {
  /** A name for its request. */
  readonly name: string;
  /** As it was given. */
  readonly template: string;
  readonly share: number;
  readonly parts: readonly Part[];
}

/** A text as it is, `{1..50}`: numbers in turn, or `{unique}`. */
export type Part =
  | { readonly text: string }
  | { readonly from: number; readonly count: number }
  | { readonly isUnique: true };

/** All of them are asked for once before the load, or the cache would not have them. */
const MOST_NUMBERS = 1_000;

/** path = text { "{" number ".." number "}" | "{unique}" | text }, share = digits */
const PATH_SHARE = /^(.*)=(\d{1,3})$/;
const PLACEHOLDER = /(\{[^{}]*\})/;
const NUMBERS = /^\{(\d{1,9})\.\.(\d{1,9})\}$/;

/** Reads `PATHS`. What is wrong is one line; a path in it may hold a secret, so a query is not shown. */
export function parsePaths(text: string): { readonly paths: readonly PathShare[]; readonly problem?: string } {
  const paths: PathShare[] = [];
  for (const word of text.trim().split(/\s+/)) {
    const [, template = '', digits = ''] = PATH_SHARE.exec(word) ?? [];
    const shown = JSON.stringify((template === '' ? word : template).replace(/\?.*/, '?…'));
    if (template === '') return { paths, problem: `${shown} has no share: write =70 at its end, in whole percent` };
    if (!template.startsWith('/')) return { paths, problem: `${shown} does not start with /` };
    if (Number(digits) === 0) return { paths, problem: `${shown} has a share of 0, so it would never be sent` };
    if (paths.some((other) => other.template === template)) return { paths, problem: `${shown} is given twice` };
    const pieces = template.split(PLACEHOLDER).filter((piece) => piece !== '');
    const wrong = pieces.map(whatIsWrong).find((problem) => problem !== undefined);
    if (wrong !== undefined) return { paths, problem: `${shown} ${wrong}` };
    const parts = pieces.map(partOf);
    if (parts.filter((part) => 'count' in part).length > 1) {
      return { paths, problem: `${shown} has numbers in two places: give one of them` };
    }
    const taken = paths.map(({ name }) => name);
    paths.push({ name: nameFor(template, taken), template, share: Number(digits), parts });
  }
  const sum = paths.reduce((total, { share }) => total + share, 0);
  return sum === 100 ? { paths } : { paths, problem: `the shares make ${sum} % and not 100: change one of them` };
}

function whatIsWrong(piece: string): string | undefined {
  if (piece === '{unique}') return undefined;
  if (!piece.startsWith('{')) {
    const isPath = pathWith()(`/${piece}`) !== undefined && !/[{}]/.test(piece);
    return isPath ? undefined : 'is no path: percent-encode braces and anything that is not ASCII';
  }
  const [, from, to] = NUMBERS.exec(piece) ?? [];
  if (from === undefined) return `has ${piece}, which is not known: {1..50} takes numbers in turn, {unique} a new text`;
  const count = Number(to) - Number(from) + 1;
  if (count >= 1 && count <= MOST_NUMBERS) return undefined;
  return `has ${piece}: give 1 to ${MOST_NUMBERS} numbers, the lower one first`;
}

function partOf(piece: string): Part {
  if (piece === '{unique}') return { isUnique: true };
  const [, from, to] = NUMBERS.exec(piece) ?? [];
  return from === undefined ? { text: piece } : { from: Number(from), count: Number(to) - Number(from) + 1 };
}
