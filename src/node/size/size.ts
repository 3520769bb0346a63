import { type ComparedResult, isSound } from '../../core/compare/compare-runs.ts';
import type { TriedSize } from '../../core/sizing/judge-size.ts';
import { renderSize, renderSizeMarkdown } from '../../core/sizing/render-size.ts';
import { computedAnswer, type SizeAnswer, unknownAnswer } from '../../core/sizing/size-answer.ts';
import { formatMs } from '../../core/units/numbers.ts';
import type { CommandCall } from '../command-call.ts';
import { beginInTurn, untilStopped } from '../compare/in-turn.ts';
import { forOthers, measureSide } from '../compare/measure-side.ts';
import type { Side } from '../compare/side.ts';
import { EXIT_CODE, exitCodeKept } from '../exit-code.ts';
import { writeAnswer } from '../result-files/write-answer.ts';
import { poolSides } from './pool-side.ts';
import { LATE, searchSize } from './search-size.ts';
import { sizeExitCode } from './size-exit-code.ts';
import { readSizeSettings, type SizeMode } from './size-settings.ts';

/** A run in which the generator was late is measured again, so often at most. */
const MOST_TRIES = 3;

/** What is looked at in step with the load is always seen in the same moment of it. */
const OUT_OF_STEP = '237ms';

const HOW: Readonly<Record<SizeMode, string>> = {
  'local stacks': 'measured on local stacks',
  started: 'measured, SIZE_CMD starts the API',
  restarted: 'measured, SIZE_CMD restarts the API',
  computed: 'computed from one run',
};

/**
 * Finds the smallest pool that holds the load asked: by trying, where an API with a pool of another size can be had, and by
 * computing where it cannot.
 *
 * @returns the exit code of the command
 * @throws UserError for settings that are not allowed, and for a run that leaves nothing to judge
 */
export async function size(options: CommandCall): Promise<number> {
  const { env, enableColors, say, signal } = options;
  const start = await beginInTurn('size', readSizeSettings, options);
  if (start === undefined) return EXIT_CODE.interrupted;
  const { settings, engine, folder } = start;
  const { ratePerSecond, instances, workers } = settings.run.load;
  const question = { ratePerSecond, instances, workers };
  say(`poolproof: pool for ${ratePerSecond} requests/s, ${HOW[settings.mode]}, on ${engine.name} ${engine.version}`);
  const place = { settings, env: forOthers(env), folder, say, signal };
  const measuring = { ...place, engine: engine.name, duration: settings.duration, cannot: 'Cannot size the pool' };
  let runs = 0;
  const answer = await untilStopped(settings.mode === 'computed' ? compute : search, folder, options);
  if (answer === undefined) return EXIT_CODE.interrupted;
  const page = renderSize(answer, { enableColors });
  const markdown = renderSizeMarkdown(answer);
  const isKept = writeAnswer({ name: 'size', title: 'pool size', json: answer, markdown, page }, () => folder, place);
  return exitCodeKept(sizeExitCode(answer), isKept);

  function search(): Promise<SizeAnswer> {
    return searchSize({
      settings,
      question,
      sideOf: poolSides(place),
      measure,
      onRun: (ofPool, result, tried) => say(renderRun(runs, ofPool, result, tried)),
    });
  }

  async function compute(): Promise<SizeAnswer> {
    const result = await measure(asItIs(env), { OBSERVE_EVERY: env.OBSERVE_EVERY || OUT_OF_STEP });
    return isSound(result) ? computedAnswer(result, question) : unknownAnswer(result, question, LATE);
  }

  async function measure(side: Side<string>, added: NodeJS.ProcessEnv): Promise<ComparedResult> {
    for (let attempt = 1; ; attempt += 1) {
      runs += 1;
      const warmUpMs = settings.mode === 'computed' ? 0 : settings.warmUpMs;
      const result = await measureSide(side, runs, { ...measuring, warmUpMs, env: { ...measuring.env, ...added } });
      if (isSound(result) || attempt === MOST_TRIES) return result;
      say('       the load generator was late: this run does not count');
    }
  }
}

/** An API that nobody starts or stops. */
function asItIs({ BASE_URL, REDIS_URL = '' }: NodeJS.ProcessEnv): Side<'api'> {
  return {
    name: 'api',
    begin: async () => ({ env: { BASE_URL, REDIS_URL }, isCold: false }),
    async end() {},
    async close() {},
  };
}

function renderRun(number: number, ofPool: number, { requests }: ComparedResult, tried: TriedSize | undefined): string {
  const { latencyMs, failedRequests, requests: sent } = requests;
  const latency = latencyMs === null ? 'no answer' : `p95 ${formatMs(latencyMs.p95)}  p99 ${formatMs(latencyMs.p99)}`;
  const holds =
    tried === undefined
      ? ''
      : `  pool of ${ofPool} ${tried.holds ? 'holds' : 'does not hold'}${tried.isSure ? '' : ', not sure'}`;
  return `  ${String(number).padStart(3)}  pool ${ofPool}  ${latency}  failed ${failedRequests} of ${sent}${holds}`;
}
