import { type ComparedResult, compareRuns, isSound } from '../../core/compare/compare-runs.ts';
import type { ComparedId } from '../../core/compare/compared-metrics.ts';
import { formatMs } from '../../core/units/numbers.ts';
import type { CommandCall } from '../command-call.ts';
import { EXIT_CODE, exitCodeKept } from '../exit-code.ts';
import { type AbSettings, readAbSettings } from './ab-settings.ts';
import { compareExitCode } from './compare-exit-code.ts';
import { beginInTurn, untilStopped } from './in-turn.ts';
import { forOthers, measureSide } from './measure-side.ts';
import { createSide, redisUrlOf, type Side } from './side.ts';
import { writeComparison } from './write-comparison.ts';

/** A round in which the generator was late is measured again, until there were as many times more rounds than asked for. */
const MOST_TRIES = 3;

/**
 * Runs the load profile against base and head in turn, on this machine, and compares all runs of the one with all runs of
 * the other.
 *
 * @returns the exit code of the command
 * @throws UserError for settings that are not allowed, and for a run that leaves nothing to compare
 */
export async function ab(options: CommandCall): Promise<number> {
  const { env, enableColors, say, signal } = options;
  const start = await beginInTurn('ab', readAbSettings, options);
  if (start === undefined) return EXIT_CODE.interrupted;
  const { settings, engine, folder } = start;
  const { rounds, mode, duration } = settings;
  say(`poolproof: ${rounds} rounds of ${duration} for base and head, ${mode}, on ${engine.name} ${engine.version}`);
  const shared = { settings, env: forOthers(env), folder, say, signal };
  const base = createSide({ ...shared, name: 'base' });
  const head = createSide({ ...shared, name: 'head' });
  const measuring = { ...shared, engine: engine.name, duration, warmUpMs: settings.warmUpMs, cannot: 'Cannot compare' };
  const results = await untilStopped(measureInTurn, folder, options);
  if (results === undefined) return EXIT_CODE.interrupted;
  const comparison = compareRuns({ ...results, isPaired: true, inseparable: inseparable(settings, env) });
  const isKept = writeComparison(comparison, () => folder, { env, enableColors, say });
  return exitCodeKept(compareExitCode(comparison), isKept);

  async function measureInTurn(): Promise<Record<Side['name'], ComparedResult[]>> {
    const measured: Record<Side['name'], ComparedResult[]> = { base: [], head: [] };
    try {
      let sound = 0;
      for (let round = 1; sound < rounds && round <= MOST_TRIES * rounds; round += 1) {
        // A B, B A, A B …: what drifts on this machine favours neither.
        for (const side of round % 2 === 1 ? [base, head] : [head, base]) {
          signal.throwIfAborted();
          const result = await measureSide(side, round, measuring);
          measured[side.name].push(result);
          say(renderRun(side.name, round, result));
        }
        if (isSound(measured.base.at(-1), measured.head.at(-1))) sound += 1;
        else say('       the load generator was late: this round does not count');
      }
      return measured;
    } finally {
      await Promise.all([base.close(), head.close()]);
    }
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
