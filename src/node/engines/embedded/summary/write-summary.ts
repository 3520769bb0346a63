import { writeFileSync } from 'node:fs';
import type { Logger } from '../log/logger.ts';
import { isRecord } from '../options/field-reader.ts';

/** Where a summary can go besides files. */
export interface SummaryStreams {
  stdout(content: string | Uint8Array): void;
  stderr(content: string | Uint8Array): void;
}

/**
 * Writes what `handleSummary` returned: path to content, with `stdout` and `stderr` for the streams. What cannot be
 * written is logged; the rest is written.
 *
 * @returns Whether the summary is dealt with; if not, the default one is to be printed.
 */
export function writeSummary(returned: unknown, streams: SummaryStreams, log: Logger): boolean {
  if (returned === undefined || returned === null) return false;
  if (!isRecord(returned)) {
    log('error', 'handleSummary() should return a map with string keys');
    return true;
  }
  const problems: string[] = [];
  for (const [target, content] of Object.entries(returned)) {
    const bytes = contentOf(content);
    if (bytes === undefined) {
      problems.push(`error saving '${target}': invalid type ${typeof content}, it needs to be a string or ArrayBuffer`);
      continue;
    }
    try {
      if (target === 'stdout') streams.stdout(bytes);
      else if (target === 'stderr') streams.stderr(bytes);
      else writeFileSync(target, bytes);
    } catch (error) {
      problems.push(
        `could not save some summary information to '${target}': ${error instanceof Error ? error.message : error}`,
      );
    }
  }
  if (problems.length > 0) log('error', 'failed to handle the end-of-test summary', { error: problems.join('; ') });
  return true;
}

function contentOf(content: unknown): string | Uint8Array | undefined {
  if (typeof content === 'string') return content;
  if (content instanceof ArrayBuffer) return new Uint8Array(content);
  return undefined;
}
