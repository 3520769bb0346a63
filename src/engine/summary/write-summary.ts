import { writeFileSync } from 'node:fs';
import type { Logger } from '../log/logger.ts';
import { isRecord } from '../options/field-reader.ts';

const FAILED = 'failed to handle the end-of-test summary';

/** Where a summary can go besides files. */
export interface SummaryStreams {
  stdout(content: string | Uint8Array): void;
  stderr(content: string | Uint8Array): void;
}

/**
 * Writes what `handleSummary` returned: path to content, with `stdout` and `stderr` for the streams. What cannot be
 * written is logged, and the rest is written, unless one of the contents is neither text nor bytes.
 *
 * @returns Whether the summary is dealt with; if not, the default one is to be printed.
 */
export function writeSummary(returned: unknown, streams: SummaryStreams, log: Logger): boolean {
  if (returned === undefined || returned === null) return false;
  if (!isRecord(returned)) {
    log('error', FAILED, { error: 'handleSummary() should return a map with string keys' });
    return true;
  }
  const contents = Object.entries(returned).map(([target, content]) => [target, contentOf(content)] as const);
  for (const [target, bytes] of contents) {
    if (bytes !== undefined) continue;
    const error = `error handling summary object ${target}: invalid type ${goTypeOf(returned[target])}, it needs to be a string or ArrayBuffer`;
    log('error', FAILED, { error });
    return true;
  }
  const problems: string[] = [];
  for (const [target, bytes = ''] of contents) {
    try {
      if (target === 'stdout') streams.stdout(bytes);
      else if (target === 'stderr') streams.stderr(bytes);
      else writeFileSync(target, bytes);
    } catch (error) {
      problems.push(`\n\t- could not open '${target}': open ${target}: ${reasonOf(error)}`);
    }
  }
  if (problems.length > 0)
    log('error', FAILED, { error: `Could not save some summary information:${problems.join('')}` });
  return true;
}

function contentOf(content: unknown): string | Uint8Array | undefined {
  if (typeof content === 'string') return content;
  if (content instanceof ArrayBuffer) return new Uint8Array(content);
  return undefined;
}

function goTypeOf(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  if (typeof value === 'boolean') return 'bool';
  if (Array.isArray(value)) return '[]interface {}';
  return value === null || value === undefined ? '<nil>' : 'map[string]interface {}';
}

/** Node says `ENOENT: no such file or directory, open 'x'`. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/^[A-Z]+: /, '').replace(/, open '.*'$/, '');
}
