import type { SummaryCheck, SummaryGroup } from './summary-data.ts';

/** Something that the observer has to say in words: what it could not see, or the text of an error. */
export interface Note {
  /** What it is about, such as the command that was refused. */
  readonly topic: string;
  readonly text: string;
}

/**
 * What the checks are called that notes are made of. Metrics carry numbers, and tags reach the summary only when they are
 * known before: the name of a check is the one text of a run that both engines hand on as it is.
 */
const PREFIX = 'note\n';
const LONGEST_NAME = 400;

/** A note as the name of a check, in which `::` must not be. */
export function checkNameOf({ topic, text }: Note): string {
  return `${PREFIX}${topic}\n${text}`
    .slice(0, LONGEST_NAME)
    .replace(/%/g, '%25')
    .replace(/:(?=:)/g, '%3A');
}

/** All notes of a run, those of `setup()` among them. */
export function notesOf(group: SummaryGroup): Note[] {
  const own = group.checks.filter(isNote).map(({ name }) => noteOf(name));
  return [...own, ...group.groups.flatMap(notesOf)];
}

/** Whether a check is a note, and no check. */
export function isNote({ name }: SummaryCheck): boolean {
  return name.startsWith(PREFIX);
}

/** What was said first about a topic. */
export function noteOn(notes: readonly Note[], topic: string): string | undefined {
  return notes.find((note) => note.topic === topic)?.text;
}

/** What was said last about a topic. */
export function lastNoteOn(notes: readonly Note[], topic: string): string | undefined {
  return notes.filter((note) => note.topic === topic).at(-1)?.text;
}

function noteOf(name: string): Note {
  const [topic = '', ...text] = name.slice(PREFIX.length).replace(/%3A/g, ':').replace(/%25/g, '%').split('\n');
  return { topic, text: text.join(' ') };
}
