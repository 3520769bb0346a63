import { escapeCharacter, HARMFUL } from '../../core/text/printable.ts';
import type { Tags } from '../metrics/metric-types.ts';

/** Levels as k6 prints them. */
type LogLevel = 'debug' | 'info' | 'warning' | 'error';

/** Writes one log line with extra fields. */
export type Logger = (level: LogLevel, message: string, fields?: Tags) => void;

// What the logger of k6 leaves unquoted.
const PLAIN_VALUE = /^[a-zA-Z0-9\-._/@^+]+$/;
const ESCAPED_CHARACTERS = new RegExp(`["\\\\\t]|${HARMFUL.source}`, 'g');
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
  '\u0007': '\\a',
};

/**
 * A logger in k6's text format: `time="…" level=error msg="…" executor=constant-vus scenario=default`, fields in
 * alphabetical order. Debug lines are left out, as they are without `--verbose`.
 *
 * @param write Takes one line with its line feed.
 */
export function createLogger(write: (line: string) => void, epochNow: () => number): Logger {
  return (level, message, fields = {}) => {
    if (level === 'debug') return;
    const time = new Date(epochNow()).toISOString().replace(/\.\d+Z$/, 'Z');
    const parts = [`time="${time}"`, `level=${level}`];
    if (message !== '') parts.push(`msg=${quoted(message)}`);
    for (const name of Object.keys(fields).sort()) parts.push(`${name}=${quoted(fields[name] ?? '')}`);
    write(`${parts.join(' ')}\n`);
  };
}

function quoted(value: string): string {
  return PLAIN_VALUE.test(value) ? value : `"${value.replace(ESCAPED_CHARACTERS, escaped)}"`;
}

function escaped(character: string): string {
  return ESCAPES[character] ?? escapeCharacter(character);
}
