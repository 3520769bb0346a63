import { isRecord } from '../records/is-record.ts';

const MOST_NAMES = 5;
const LONGEST_NAME = 40;

/** What an answer is, in a few words that repeat none of its values; `json` is undefined when it is no JSON. */
export function describeAnswer(json: unknown, body: string): string {
  if (json === undefined) return describeText(body);
  if (json === null || typeof json === 'boolean') return `only ${json}`;
  if (!(isRecord(json) || Array.isArray(json))) return `only a ${typeof json}`;
  if (Array.isArray(json))
    return json.length === 0 ? 'an empty array' : 'an array with something other than flags in it';
  const names = Object.keys(json);
  if (names.length === 0) return 'an empty object';
  const shown = names.slice(0, MOST_NAMES).map((name) => `${shownName(name)}${isEmpty(json[name]) ? ' (empty)' : ''}`);
  return `an object with ${shown.join(', ')}${names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : ''}`;
}

function describeText(body: string): string {
  if (body.trim() === '') return 'an empty body';
  return body.trimStart().startsWith('<') ? 'a page of HTML or XML' : 'no JSON';
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** Names are the API's, so signs that a terminal obeys are left out. */
function shownName(name: string): string {
  return name.slice(0, LONGEST_NAME).replaceAll(/[^\x20-\x7e\u00a1-\u1fff]/g, '?');
}
