import type { Progress } from '../../core/series/progress.ts';
import { maskUrlsIn } from '../../core/text/mask-urls-in.ts';
import { printable } from '../../core/text/printable.ts';
import { formatElapsed } from '../../core/units/numbers.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { loggedError } from './logged-error.ts';

export interface EngineEnd {
  readonly engineExitCode: number;
  /** What the engine logged as an error at last; undefined where it logged none. */
  readonly lastError: string | undefined;
  /** How far the load was; null before it began. */
  readonly progress: Pick<Progress, 'elapsedMs' | 'plannedMs'> | null;
}

const KILLED = 137;

/** Why a run came to no end of its own, in words; undefined where it did. */
export function whyEnded({ engineExitCode, lastError, progress }: EngineEnd): string | undefined {
  const when =
    progress === null ? 'before the load began' : `after ${formatElapsed(progress.elapsedMs, progress.plannedMs)}`;
  if (engineExitCode === EXIT_CODE.healthy || engineExitCode === EXIT_CODE.unhealthy) return undefined;
  if (isStop(engineExitCode)) return `interrupted ${when}`;
  if (engineExitCode === KILLED)
    return `the engine was killed ${when}, as the system does where memory runs out (exit code ${KILLED})`;
  if (lastError === undefined) return `the engine ended ${when}, with exit code ${engineExitCode}`;
  return progress === null ? lastError : `${lastError} (${when})`;
}

/** Stopped by a signal: the engine says so, or had no time to. */
export function isStop(exitCode: number): boolean {
  return [EXIT_CODE.interrupted, 129, 130, 143].includes(exitCode);
}

/** The error in a line of an engine's log, its first line and without secrets; undefined where it is none. */
export function errorOf(line: string): string | undefined {
  const error = loggedError(line);
  if (error === undefined || error.includes('thresholds on metrics')) return undefined;
  const [text = ''] = error.split('\n');
  return printable(maskUrlsIn(text.replace(/^test aborted: /, '')));
}
