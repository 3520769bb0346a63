import { check } from 'k6';
import { checkNameOf } from '../../../core/summary/notes.ts';
import { maskText } from '../../../core/text/mask-text.ts';
import { requestSettings } from '../../setup/settings.ts';

/** What is said again and again in other words is not worth more than this. */
const MOST_NOTES = 40;

const taken = new Set<string>();

/** Keeps a text for the report, once. */
export function takeNote(topic: string, text: string): void {
  const name = checkNameOf({ topic, text: withoutOwnPort(maskText(text, requestSettings.redisUrl)) });
  if (taken.has(name) || taken.size >= MOST_NOTES) return;
  taken.add(name);
  // Rules over checks are about what has another target.
  check(null, { [name]: () => true }, { target: 'notes' });
}

/** Each connection has a port of its own on our side, which would make another text of the same error. */
function withoutOwnPort(text: string): string {
  return text.replace(/\b(read|write|close) tcp \S+->/, '$1 tcp ');
}
