const LEVELS = { debug: 10, info: 20, warn: 30, error: 40, silent: 50 } as const;

export type LogLevel = keyof typeof LEVELS;

export const LOG_LEVELS = Object.keys(LEVELS) as LogLevel[];

type Fields = Record<string, unknown>;

/** Writes one JSON object per line. */
export interface Log {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

/** Creates a log that drops what lies below `level`. */
export function createLog(level: LogLevel, write: (line: string) => void): Log {
  const at = (lineLevel: LogLevel) => {
    if (LEVELS[lineLevel] < LEVELS[level]) return () => {};
    return (message: string, fields?: Fields) =>
      write(`${JSON.stringify({ time: new Date().toISOString(), level: lineLevel, message, ...fields })}\n`);
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** Lets the first call of each interval through and counts the others into the next line, as `suppressed`. */
export function limitRate(
  write: (message: string, fields?: Fields) => void,
  intervalMs: number,
  now: () => number = () => performance.now(),
): (message: string, fields?: Fields) => void {
  let nextMs = Number.NEGATIVE_INFINITY;
  let suppressed = 0;
  return (message, fields) => {
    if (now() < nextMs) {
      suppressed += 1;
      return;
    }
    write(message, suppressed === 0 ? fields : { ...fields, suppressed });
    nextMs = now() + intervalMs;
    suppressed = 0;
  };
}
