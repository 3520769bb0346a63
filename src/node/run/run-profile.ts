import { availableParallelism } from 'node:os';
import { mark } from '../../core/outage/marks.ts';
import { renderPage } from '../../core/render/page.ts';
import type { Result } from '../../core/result/result.ts';
import type { Mark } from '../../core/series/series.ts';
import { SeriesRecorder } from '../../core/series/series-recorder.ts';
import type { CommandCall } from '../command-call.ts';
import { assertRoom, roomHere } from '../engines/assert-room.ts';
import type { Engine } from '../engines/engine.ts';
import { assertFits, selectEngine } from '../engines/select-engine.ts';
import { EXIT_CODE, exitCodeKept } from '../exit-code.ts';
import type { OpenLambda } from '../lambda/open-lambda.ts';
import type { LiveOptions } from '../otlp/send-live.ts';
import { createResultsFolder, pointLatestTo, removeFolder, removeIfEmpty } from '../result-files/results-folder.ts';
import { tellGithub } from '../result-files/tell-github.ts';
import { keepResults } from '../result-files/write-results.ts';
import type { Stack } from '../stack/start-stack.ts';
import { exitCodeOf } from './exit-code-of.ts';
import { makeCold } from './make-cold.ts';
import { planRun, type RunPlan } from './plan-run.ts';
import { processesHere } from './processes-here.ts';
import { resultOfParts } from './result-of-parts.ts';
import { runLoad } from './run-load.ts';
import { startOwnStack } from './start-own-stack.ts';
import type { LoadPart } from './start-part.ts';
import { untilStart } from './until-start.ts';

export interface RunProfileOptions extends CommandCall {
  readonly profile: string;
  /** Where a bar may be drawn; undefined when there is no terminal. */
  readonly terminal: NodeJS.WriteStream | undefined;
}

/**
 * Runs a profile from its bundle to its results: settings, engine, local stack, load, verdict.
 *
 * @returns the exit code of the command
 * @throws UserError for what the user can mend; nothing was sent then, and nothing is left running
 */
export async function runProfile(options: RunProfileOptions): Promise<number> {
  const { env, version, say, signal } = options;
  const plan = await planRun(options.profile, options);
  const { script, settings } = plan;

  const engine = await selectEngine(settings.engine, script, version, signal);
  if (signal.aborted) return EXIT_CODE.interrupted;
  await assertFits(engine, env);
  const { of, why } = processesHere(plan, engine, availableParallelism());
  assertRoom(engine, { vus: plan.vus, processes: of }, roomHere(), say);
  const name = `${engine.name} ${engine.version} (${engine.reason})`;
  say(`poolproof: running ${what(plan)} on ${name}${of > 1 ? `, in ${of} processes: ${why}` : ''}`);

  const lambda = await openFunction(plan, options);
  return setBackAfter(lambda, () =>
    signal.aborted ? EXIT_CODE.interrupted : loadAndTell({ plan, engine, of, lambda }, options),
  );
}

interface PreparedRun {
  readonly plan: RunPlan;
  readonly engine: Engine;
  /** How many processes send the load. */
  readonly of: number;
  readonly lambda: OpenLambda | undefined;
}

/** The load on its own or the user's API, and its results. @returns the exit code of the command */
async function loadAndTell({ plan, engine, of, lambda }: PreparedRun, options: RunProfileOptions): Promise<number> {
  const { profile, settings, coldBy, told } = plan;
  const { version, say, signal } = options;
  const startedAt = new Date();
  const recorder = new SeriesRecorder();
  const folder = createResultsFolder(settings.resultsDir, profile, startedAt, { isLatest: false });
  let stack: Stack | undefined;
  try {
    const started = await startOwnStack(plan, folder, options);
    if (started === 'interrupted') return interrupted(folder, say);
    stack = started;
    if (coldBy === 'command') {
      await makeCold({ command: settings.coldCommand, baseUrl: settings.load.baseUrl, folder, signal });
    }
    await lambda?.makeCold();
    await untilStart(settings.startAtMs, say, signal);
    pointLatestTo(folder);
    const marks: Mark[] = [];
    const loadStartMs = Date.now();
    const endLive = await startLive(plan, engine, { recorder, marks }, options);
    const parts = partsOf(plan, of, recorder);
    const onMark = (kind: Mark['kind']) => void marks.push(mark(kind, Date.now()));
    const ended = await runLoad({ ...options, plan, engine, stack, folder, parts, recorder, onMark });
    const window = { startMs: loadStartMs, endMs: Date.now() };
    await lambda?.restore();
    await endLive();
    const hadOwnStack = stack !== undefined;
    const result = await resultOfParts({ profile, engine, startedAt, hadOwnStack, told, version }, ended);
    const whole = (await lambda?.addTo(result, window)) ?? result;
    const exitCode = tellResult(whole, folder, options);
    return whole.endedEarly === result.endedEarly ? exitCode : EXIT_CODE.interrupted;
  } finally {
    await stack?.stop();
    removeIfEmpty(folder);
  }
}

/** What is run, in words. */
function what({ profile, settings }: RunPlan): string {
  const { share } = settings.load;
  return share ? `share ${share.number} of ${share.of} of ${profile}` : profile;
}

/** The processes that share a run here, or the one that does it, or the share of it that it was given. */
function partsOf({ settings }: RunPlan, of: number, recorder: SeriesRecorder): LoadPart[] {
  if (of === 1) return [{ share: settings.load.share, recorder }];
  return Array.from({ length: of }, (_, index) => ({
    share: { number: index + 1, of },
    recorder: new SeriesRecorder(),
  }));
}

/** Sends the run as metrics while it goes on, where that is asked for. @returns a function that ends it */
async function startLive(
  { profile, settings: { otlpEndpoint, otlpHeaders, caFile, load } }: RunPlan,
  engine: Engine,
  seen: Pick<LiveOptions, 'recorder' | 'marks'>,
  { env, say }: RunProfileOptions,
): Promise<() => Promise<void>> {
  if (otlpEndpoint === '') return async () => {};
  const { resourceOf, sendLive } = await import('../otlp/send-live.ts');
  const resource = resourceOf(profile, engine.name, load.share, env);
  return sendLive({ ...seen, endpoint: otlpEndpoint, headers: otlpHeaders, caFile, resource, say });
}

/** The function behind the API, where one is named: without it, nothing of AWS is loaded. */
async function openFunction(
  { settings, coldBy, logPatterns: patterns }: RunPlan,
  { env, say, signal }: RunProfileOptions,
): Promise<OpenLambda | undefined> {
  const { lambdaFunction } = settings;
  if (lambdaFunction === null) return undefined;
  const { openLambda } = await import('../lambda/open-lambda.ts');
  try {
    const { coldPauseMs: pauseMs, elastiCacheNodes: nodes, elastiCacheAlone: isAlone } = settings;
    const { elastiCacheServerless: serverless } = settings;
    const cache = nodes.length + serverless.length === 0 ? undefined : { nodes, serverless, isAlone };
    return await openLambda(lambdaFunction, { coldBy, pauseMs, cache, patterns, env, say, signal });
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

/** A function that was made cold is set back however the run ends. @returns the exit code of the command */
async function setBackAfter(lambda: OpenLambda | undefined, work: () => Promise<number> | number): Promise<number> {
  let exitCode: number;
  try {
    exitCode = await work();
  } catch (error) {
    await lambda?.restore();
    throw error;
  }
  return (await lambda?.restore()) === false ? EXIT_CODE.notRestored : exitCode;
}

/** What the stack logged before that belongs to no run. */
function interrupted(folder: string, say: (line: string) => void): number {
  removeFolder(folder);
  say('poolproof: interrupted before the load began; there are no results');
  return EXIT_CODE.interrupted;
}

/** Shows a result and keeps it. @returns the exit code of the command */
function tellResult(result: Result, folder: string, { env, say, enableColors }: RunProfileOptions): number {
  say('');
  say(renderPage(result, { enableColors }));
  tellGithub(result, env, say);
  const isKept = keepResults(folder, result, say);
  const exitCode = exitCodeOf(result.engineExitCode, result.verdict.status, result.stoppedBy !== undefined);
  return exitCodeKept(exitCode, isKept);
}
