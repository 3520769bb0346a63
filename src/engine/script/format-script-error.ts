/**
 * What a script threw, as k6 prints it: the message, then a line for each place in the script that led to it. Frames of
 * the engine and of Node are left out: scripts alone have a URL.
 */
export function formatScriptError(error: unknown): string {
  const message = safeString(error);
  if (!(error instanceof Error)) return message;
  const frames = (error.stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at ') && line.includes('file://'));
  return frames.length === 0 ? message : `${message}\n${frames.map((frame) => `\t${frame}\n`).join('')}`;
}

function safeString(value: unknown): string {
  try {
    return String(value);
  } catch {
    return '[object Object]';
  }
}
