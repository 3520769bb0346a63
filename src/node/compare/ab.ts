import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type ComparedResult, compareRuns, isSound } from '../../core/compare/compare-runs.ts';
import type { ComparedId } from '../../core/compare/compared-metrics.ts';
import { formatDurationMs } from '../../core/units/duration.ts';
import { formatMs } from '../../core/units/numbers.ts';
import { assertFits, selectEngine } from '../engines/select-engine.ts';
import { EXIT_CODE, exitCodeKept } from '../exit-code.ts';
import { createResultsFolder } from '../result-files/results-folder.ts';
import { readProfileData } from '../run/profile-data.ts';
import { runOwnCommand } from '../run/run-own-command.ts';
import { UserError } from '../user-error.ts';
import { type AbSettings, readAbSettings } from './ab-settings.ts';
import { compareExitCode } from './compare-exit-code.ts';
import { readComparedResult } from './read-compared-result.ts';
import { createSide, redisUrlOf, type Side } from './side.ts';
import { writeComparison } from './write-comparison.ts';

export interface AbOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Names of the variables that the user typed on make's command line. */
  readonly givenVariables: readonly string[];
  readonly version: string;
  readonly enableColors: boolean;
  readonly say: (line: string) => void;
  /** Aborted when the user wants to stop. */
  readonly signal: AbortSignal;
}

/** Ends of a run that leave a result to compare: healthy, not judged, unhealthy. */
const COMPARABLE_ENDS: readonly number[] = [EXIT_CODE.healthy, EXIT_CODE.notJudged, EXIT_CODE.unhealthy];

/** A round in which the generator was late is measured again, until there were as many times more rounds than asked for. */
const MOST_TRIES = 3;

/**
 * Runs the load profile against base and head in turn, on this machine, and compares all runs of the one with all runs of
 * the other.
 *
 * @returns the exit code of the command
 * @throws UserError for settings that are not allowed, and for a run that leaves nothing to compare
 */
export async function ab({ env, givenVariables, version, enableColors, say, signal }: AbOptions): Promise<number> {
  const { script, defaults } = readProfileData('load');
  const settings = readAbSettings(env, givenVariables, defaults);
  const engine = await selectEngine(settings.run.engine, script, version, signal);
  if (signal.aborted) return EXIT_CODE.interrupted;
  assertFits(engine, env);
  const folder = createResultsFolder(settings.run.resultsDir, 'ab', new Date(), { isLatest: false });
  const { rounds, mode, duration } = settings;
  say(`poolproof: ${rounds} rounds of ${duration} for base and head, ${mode}, on ${engine.name} ${engine.version}`);
  const shared = { settings, env: forOthers(env), folder, say, signal };
  const base = createSide({ ...shared, name: 'base' });
  const head = createSide({ ...shared, name: 'head' });
  const results: Record<Side['name'], ComparedResult[]> = { base: [], head: [] };
  try {
    let sound = 0;
    for (let round = 1; sound < rounds && round <= MOST_TRIES * rounds; round += 1) {
      // A B, B A, A B …: what drifts on this machine favours neither.
      for (const side of round % 2 === 1 ? [base, head] : [head, base]) {
        if (signal.aborted) return EXIT_CODE.interrupted;
        const result = await measure(side, round);
        results[side.name].push(result);
        say(renderRun(side.name, round, result));
      }
      if (isSound(results.base.at(-1), results.head.at(-1))) sound += 1;
      else say('       the load generator was late: this round does not count');
    }
  } catch (error) {
    if (signal.aborted) return EXIT_CODE.interrupted;
    throw error;
  } finally {
    await Promise.all([base.close(), head.close()]);
    if (signal.aborted) say(`poolproof: stopped; the results so far are in ${relative(process.cwd(), folder) || '.'}/`);
  }
  const comparison = compareRuns({ ...results, isPaired: true, inseparable: inseparable(settings, env) });
  const isKept = writeComparison(comparison, folder, { env, enableColors, say });
  return exitCodeKept(compareExitCode(comparison), isKept);

  async function measure(side: Side, round: number): Promise<ComparedResult> {
    const ready = await side.begin();
    const variables = { ...shared.env, ...ready.env, ENGINE: engine.name, NO_COLOR: '1' };
    try {
      if (ready.isCold && settings.warmUpMs > 0) {
        const warmUp = join(folder, `${side.name}-warm-up`);
        await runLoad(side, { ...variables, DURATION: formatDurationMs(settings.warmUpMs) }, warmUp);
        rmSync(warmUp, { recursive: true });
      }
      const runFolder = join(folder, `${side.name}-${round}`);
      await runLoad(side, { ...variables, DURATION: duration }, runFolder);
      return readComparedResult(runFolder);
    } finally {
      await side.end();
    }
  }

  async function runLoad(side: Side, variables: NodeJS.ProcessEnv, runFolder: string): Promise<void> {
    mkdirSync(runFolder);
    const exitCode = await runOwnCommand('load', { ...variables, RESULTS_DIR: runFolder }, runFolder, signal);
    signal.throwIfAborted();
    if (COMPARABLE_ENDS.includes(exitCode)) return;
    const log = join(runFolder, 'output.log');
    const lastLine = readFileSync(log, 'utf8').trimEnd().split('\n').at(-1);
    throw new UserError(
      `Cannot compare: a run against ${side.name} ended with ${exitCode}: ${lastLine}. See ${relative(process.cwd(), log)}`,
      exitCode,
    );
  }
}

function renderRun(name: Side['name'], round: number, { requests, verdict }: ComparedResult): string {
  const { latencyMs, failedRequests, requests: sent } = requests;
  const latency = latencyMs === null ? 'no answer' : `p50 ${formatMs(latencyMs.p50)}  p95 ${formatMs(latencyMs.p95)}`;
  return `  ${String(round).padStart(3)}  ${name}  ${latency}  failed ${failedRequests} of ${sent}  ${verdict.status}`;
}

/** Who runs side by side on one Redis cannot be told apart there; the churn of one that is idle is as good as none. */
function inseparable(settings: AbSettings, env: NodeJS.ProcessEnv): Partial<Record<ComparedId, string>> {
  const base = redisUrlOf('base', settings, env);
  const isShared = base !== '' && base === redisUrlOf('head', settings, env);
  return isShared && settings.mode !== 'commands'
    ? { connections: 'base and head have connections to the same Redis; give HEAD_REDIS_URL' }
    : {};
}

/** What make and GitHub say is about this command, and would be taken by those that it starts for theirs. */
function forOthers(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:MAKE|MFLAGS|GITHUB_)/.test(name)));
}
