import type { LogLine } from '../lambda/log-sorter.ts';
import { maskLogLine } from '../lambda/mask-log-line.ts';
import { parsePlatformLine } from '../lambda/platform-line.ts';
import type { Style } from './style.ts';

const LONGEST = 2_000;
const KIND_WIDTH = 17;
/** What is the matter with a line of a kind; a kind of the user's own is neither good nor bad. */
const PAINT: Readonly<Record<string, 'good' | 'bad' | 'open'>> = {
  'function-timeout': 'bad',
  'pool-exhausted': 'bad',
  'connection-failed': 'bad',
  'command-failed': 'bad',
  'connection-reset': 'bad',
  retry: 'open',
  'cache-miss': 'open',
  'cache-hit': 'good',
  connected: 'good',
};

/** A line of the log of a function as `make tail` shows it: when, in which environment, of which kind, and what. */
export function tailLine(
  { atMs, message, stream }: LogLine,
  kindOf: (message: string) => string | undefined,
  style: Style,
): string {
  const platform = parsePlatformLine(message);
  const kind = platform === undefined ? kindOf(message) : undefined;
  const isStart = platform !== undefined && (platform.initMs !== null || platform.restoreMs !== null);
  const name = isStart ? 'cold-start' : (kind ?? '');
  const paint = isStart ? 'open' : platform ? 'faint' : kind === undefined ? undefined : (PAINT[kind] ?? 'strong');
  const shown = `${name.padEnd(KIND_WIDTH)} ${maskLogLine(message, LONGEST)}`;
  return `${style.faint(`${new Date(atMs).toISOString().slice(11, 23)} ${environmentOf(stream)}`)} ${paint ? style[paint](shown) : shown}`;
}

/** `2026/11/28/[$LATEST]0a1b2c3d…` -> `0a1b2c`: enough to tell environments apart. */
function environmentOf(stream: string): string {
  return (/\]\[?([^\]]{1,6})/.exec(stream)?.[1] ?? stream.slice(-6)).padEnd(6);
}
