import { isRecord } from './is-record.ts';

/** The object that a text is in JSON; an empty one where it is none. */
export function parseRecord(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
