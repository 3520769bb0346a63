import type { Clock } from './clock.ts';
import type { PlannedIterations } from './executors/scenario.ts';
import { EXIT_CODES, TestRunError } from './exit-codes.ts';
import { createLogger, type Logger } from './log/logger.ts';
import type { Tags } from './metrics/metric-types.ts';
import { ThresholdJudge } from './metrics/threshold-judge.ts';
import { isRecord } from './options/field-reader.ts';
import { readOptions } from './options/read-options.ts';
import type { RunOptions } from './options/run-options.ts';
import { startProgress } from './progress.ts';
import { runPhase } from './run-phase.ts';
import { mostPlannedVus, plannedIterations, runScenarios } from './run-scenarios.ts';
import { toGoJson } from './script/go-json.ts';
import { loadError, loadScript } from './script/load-script.ts';
import type { KeptScripts } from './script/prepare-script.ts';
import type { Script } from './script/script.ts';
import { scriptError } from './script/script-error.ts';
import type { SourcePositions } from './script/source-positions.ts';
import { type SeriesOutput, startSeries } from './series-output.ts';
import { buildSummary, type SummaryData } from './summary/build-summary.ts';
import { renderTextSummary } from './summary/render-text-summary.ts';
import { type SummaryStreams, writeSummary } from './summary/write-summary.ts';
import { TestRun } from './test-run.ts';
import { VirtualUser } from './vu/virtual-user.ts';
import { VuPool } from './vu/vu-pool.ts';

const THRESHOLD_PERIOD_MS = 2_000;
const GAUGE_PERIOD_MS = 1_000;
const ALWAYS_MEASURED = 'http_req_duration{expected_response:true}';

/** A test to run, and the world around it. */
interface TestSettings {
  readonly scriptFile: string;
  /** `__ENV`. */
  readonly env: Tags;
  readonly userAgent: string;
  readonly isQuiet: boolean;
  /** Options of the command line, over those of the script. */
  readonly segment?: Readonly<Record<string, string>>;
  /** Takes the run over time, when somebody wants it. */
  readonly series?: SeriesOutput | undefined;
  readonly terminal: { readonly isStdOutTTY: boolean; readonly isStdErrTTY: boolean; readonly noColor: boolean };
  readonly streams: SummaryStreams;
  readonly clock: Clock;
  /** Scripts that earlier runs have prepared. */
  readonly kept?: KeptScripts;
  /** Learns where each place of the script stands in its source. */
  readonly positions?: SourcePositions;
  /** Makes the engine ready for what is planned. */
  readonly makeReady?: (planned: PlannedIterations, sendsHttp: boolean) => Promise<void>;
  /** Sorts out what the start of a run has left in memory, so that it need not be done in the middle of the load. */
  readonly collectGarbage?: () => void;
}

/** A script whose init code has run once. */
interface LoadedTest {
  readonly run: TestRun;
  readonly script: Script;
  readonly options: RunOptions;
  readonly judge: ThresholdJudge;
  readonly exports: VirtualUser['exports'];
}

/** A test from reading the script to writing the summary; can be stopped from outside at any time. */
export class Test {
  readonly #settings: TestSettings;
  readonly #log: Logger;
  readonly #run: TestRun;

  constructor(settings: TestSettings) {
    this.#settings = settings;
    this.#log = createLogger(
      (line) => settings.streams.stderr(line),
      () => settings.clock.epochNow(),
    );
    this.#run = new TestRun(settings.clock, this.#log);
  }

  /** Stops the test as k6 does on Ctrl-C: teardown and the summary still run. */
  interrupt(reason: string): void {
    this.#run.abort(new TestRunError(`test run was aborted because ${reason}`, EXIT_CODES.interrupted));
  }

  /**
   * Reports a rejected promise that nobody handles. Differs from k6: the iteration that made it goes on, and its scenario
   * is told only while no other runs, since a promise does not tell who made it.
   */
  reportRejection(reason: unknown): void {
    if (reason instanceof TestRunError) return;
    const [scenario, another] = this.#run.runningScenarios;
    const isKnown = scenario !== undefined && another === undefined;
    const fields: Tags = isKnown ? { executor: scenario.executor, scenario: scenario.name } : {};
    this.#log('error', scriptError(reason, true).message, fields);
  }

  /** Tells of a script that computes without ever waiting. */
  warnOfHang(): void {
    const advice = 'Ctrl-C ends the run at once, without a summary';
    this.#log('warning', `The script computes without waiting, which holds up all VUs; until it waits ${advice}`);
  }

  /** Prints the options of the script as JSON. Resolves with the exit code. */
  async inspect(): Promise<number> {
    return this.#endingWithCode(async () => {
      const { options } = await this.#load();
      const shortcuts = { vus: null, duration: null, iterations: null, stages: null, scenarios: null };
      const inspected = { ...options.exported, ...shortcuts, ...options.given };
      this.#settings.streams.stdout(`${JSON.stringify(inspected, null, 2)}\n`);
    });
  }

  /** Runs the test. Resolves with the exit code. */
  async run(): Promise<number> {
    return this.#endingWithCode(async () => {
      const test = await this.#load();
      const { run, judge } = test;
      const stopTickers = this.#startTickers(test);
      const endSeries = this.#settings.series && startSeries(run, this.#settings.series);
      let failure = await caught(this.#runPhases(test));
      run.end();
      stopTickers();
      await endSeries?.();

      if (!failure && run.counts.completed === 0) {
        this.#log('warning', 'No script iterations fully finished, consider making the test duration longer');
      }
      const { crossed } = judge.evaluate(run.durationMs, true);
      if (crossed.length > 0) {
        failure ??= new TestRunError(
          `thresholds on metrics '${crossed.join(', ')}' have been crossed`,
          EXIT_CODES.thresholdsFailed,
        );
      }
      await this.#summarize(test);
      if (failure) throw failure;
      if (run.isMarkedAsFailed) throw new TestRunError('test run was marked as failed', EXIT_CODES.markedAsFailed);
    });
  }

  async #load(): Promise<LoadedTest> {
    const { scriptFile, env, userAgent } = this.#settings;
    const run = this.#run;
    const script = await loadScript(scriptFile, new VirtualUser(0, run, env), this.#settings);
    const first = new VirtualUser(0, run, env);
    await first.initialize(script).catch((error) => {
      if (error instanceof TestRunError) throw loadError(scriptFile, error.message, error.exitCode, error);
      throw scriptError(error, false);
    });
    const { exports } = first;
    const isExported = (name: string) => typeof exports[name]?.() === 'function';
    const options = readOptions(
      { options: withSegment(exports.options?.(), this.#settings.segment), isExported },
      userAgent,
      this.#log,
    );
    run.options = options;
    for (const key of Object.keys(options.thresholds)) this.#warnOfUnindexedTags(key);
    const judge = createJudge(options, run);
    if (!options.disabledSystemTags.has('expected_response')) run.registry.select(ALWAYS_MEASURED);
    return { run, script, options, judge, exports };
  }

  #warnOfUnindexedTags(key: string): void {
    const [, tag] = /[{,]\s*["']?(vu|iter)["']?\s*:/.exec(key) ?? [];
    if (tag === undefined) return;
    const text = `The high-cardinality '${tag}' metric tag was made non-indexable in k6 v0.41.0, so thresholds like '${key}' that are based on it won't work correctly.`;
    this.#log('warning', text, { component: 'metrics-engine' });
  }

  async #runPhases({ run, script, options, exports }: LoadedTest): Promise<void> {
    const { env, makeReady, collectGarbage } = this.#settings;
    const { signal } = run;
    await makeReady?.(plannedIterations(options.scenarios), script.modules.includes('k6/http'));
    const pool = new VuPool(run, script, env);
    try {
      await pool.fill(mostPlannedVus(options.scenarios)).catch((error) => {
        throw scriptError(error, false);
      });
      signal.throwIfAborted();
      run.start();
      if (exports.setup && !options.noSetup) {
        const data = await runPhase(run, script, env, {
          functionName: 'setup',
          stage: 'setup',
          timeoutMs: options.setupTimeoutMs,
          timeoutOption: 'setupTimeout',
          timeoutExitCode: EXIT_CODES.setupTimeout,
          argument: undefined,
          signal,
        });
        run.setupDataJson = data === undefined ? undefined : toGoJson(data, 'error marshaling setup() data to JSON');
      }
      collectGarbage?.();
      await runScenarios(run, options.scenarios, pool);
      if (exports.teardown && !options.noTeardown) {
        await runPhase(run, script, env, {
          functionName: 'teardown',
          stage: 'teardown',
          timeoutMs: options.teardownTimeoutMs,
          timeoutOption: 'teardownTimeout',
          timeoutExitCode: EXIT_CODES.teardownTimeout,
          argument: run.setupDataJson === undefined ? undefined : JSON.parse(run.setupDataJson),
        });
      }
      signal.throwIfAborted();
    } finally {
      pool.dispose();
    }
  }

  #startTickers({ run, judge, options }: LoadedTest): () => void {
    const { clock, isQuiet, terminal, streams } = this.#settings;
    const cancels: (() => void)[] = [];
    const runTags = run.tagSets.of(options.tags);
    const sampleGauges = () => {
      run.registry.add('vus', run.counts.activeVus, runTags);
      run.registry.add('vus_max', run.counts.initializedVus, runTags);
    };
    cancels.push(clock.every(GAUGE_PERIOD_MS, sampleGauges));
    const judgeThresholds = () => {
      const { crossed, shouldAbort } = judge.evaluate(run.durationMs, false);
      if (!shouldAbort) return;
      const list = crossed.join(', ');
      run.abort(
        new TestRunError(
          `thresholds on metrics '${list}' were crossed; at least one has abortOnFail enabled, stopping test prematurely`,
          EXIT_CODES.thresholdsFailed,
        ),
      );
    };
    if (!judge.isEmpty) cancels.push(clock.every(THRESHOLD_PERIOD_MS, judgeThresholds));
    if (!isQuiet)
      cancels.push(startProgress(run, options.scenarios, terminal.isStdOutTTY, (text) => streams.stdout(text)));
    return () => {
      for (const cancel of cancels) cancel();
    };
  }

  async #summarize({ run, script, options, judge }: LoadedTest): Promise<void> {
    const { env, streams, terminal } = this.#settings;
    const data: SummaryData = buildSummary(run, judge, terminal);
    const phase = runPhase(run, script, env, {
      functionName: 'handleSummary',
      stage: 'summary',
      timeoutMs: options.handleSummaryTimeoutMs,
      timeoutOption: 'handleSummaryTimeout',
      timeoutExitCode: EXIT_CODES.genericTimeout,
      argument: data,
    });
    const returned = await phase.catch((error: unknown) => {
      this.#logError(error);
      return undefined;
    });
    if (!writeSummary(returned, streams, this.#log)) streams.stdout(renderTextSummary(data));
  }

  async #endingWithCode(work: () => Promise<void>): Promise<number> {
    const error = await caught(work());
    if (error === undefined) return EXIT_CODES.ok;
    this.#logError(error);
    return error instanceof TestRunError ? error.exitCode : EXIT_CODES.other;
  }

  #logError(error: unknown): void {
    if (error instanceof TestRunError) this.#log('error', error.message, error.fields);
    else this.#log('error', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

function withSegment(options: unknown, segment: TestSettings['segment']): unknown {
  const isGiven = segment !== undefined && Object.keys(segment).length > 0;
  return isGiven && (options === undefined || isRecord(options)) ? { ...options, ...segment } : options;
}

async function caught(work: Promise<void>): Promise<unknown> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error;
  }
}

function createJudge(options: RunOptions, run: TestRun): ThresholdJudge {
  try {
    return new ThresholdJudge(options.thresholds, run.registry);
  } catch (error) {
    const problems = error instanceof AggregateError ? error.errors : [error];
    const messages = problems.map((problem) => (problem instanceof Error ? problem.message : String(problem)));
    throw new TestRunError(messages.join('\n'), EXIT_CODES.invalidConfig, {}, error);
  }
}
