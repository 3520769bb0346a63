import { type Note, noteOn } from '../summary/notes.ts';
import type { Rule } from './rule.ts';

/** What has to be told before a rule has samples, by the counter of its floor; the first that was refused is why. */
const NEEDED: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^redis_observations\{of:connections\b/, ['CLIENT LIST', 'INFO']],
  [/^redis_observations\{of:fleet\b/, ['CONFIG GET maxclients', 'INFO']],
  [/^redis_observations\{of:memory\b/, ['loading', 'INFO']],
  [/^redis_(?:observations|lookups)\b/, ['INFO']],
];

/** Why a rule has too few samples, as far as the observer was told. */
export function whyNotJudged({ floor }: Rule, notes: readonly Note[]): string | undefined {
  const topics = NEEDED.find(([counter]) => counter.test(floor.counter))?.[1] ?? [];
  return topics.map((topic) => noteOn(notes, topic)).find((text) => text !== undefined);
}
