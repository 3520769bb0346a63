import { setImmediate } from 'node:timers/promises';
import { marksOf } from '../../core/outage/marks.ts';
import { renderPage } from '../../core/render/page.ts';
import { buildResult } from '../../core/result/result.ts';
import { buildSeries } from '../../core/series/build-series.ts';
import { SeriesRecorder } from '../../core/series/series-recorder.ts';
import { maskUrl } from '../../core/text/mask-url.ts';
import { printable } from '../../core/text/printable.ts';
import { mostVus } from '../../core/workload/most-vus.ts';
import { assertRoom, roomHere } from '../engines/assert-room.ts';
import { assertFits, selectEngine } from '../engines/select-engine.ts';
import { EXIT_CODE, exitCodeKept } from '../exit-code.ts';
import { maskUrlsIn } from '../mask-urls-in.ts';
import { environmentHere } from '../result-files/environment-here.ts';
import { createResultsFolder } from '../result-files/results-folder.ts';
import { tellGithub } from '../result-files/tell-github.ts';
import { keepResults, readBundleOutput } from '../result-files/write-results.ts';
import { stackAddresses } from '../stack/stack-addresses.ts';
import { type Stack, startStack } from '../stack/start-stack.ts';
import { UserError } from '../user-error.ts';
import { readCommandSettings } from './command-settings.ts';
import { exitCodeOf } from './exit-code-of.ts';
import { fewFailures } from './few-failures.ts';
import { makeCold } from './make-cold.ts';
import { type OutageControl, openOutageControl } from './outage-control.ts';
import { outageBy, outageMeans } from './outage-means.ts';
import { readProfileData } from './profile-data.ts';
import { recordRun } from './record-run.ts';
import { type ProgressDisplay, showProgress } from './show-progress.ts';

export interface RunProfileOptions {
  readonly profile: string;
  readonly env: NodeJS.ProcessEnv;
  /** Names of the variables that the user typed on make's command line. */
  readonly givenVariables: readonly string[];
  readonly version: string;
  /** Prints a line for the user. */
  readonly say: (line: string) => void;
  /** Where a bar may be drawn; undefined when there is no terminal. */
  readonly terminal: NodeJS.WriteStream | undefined;
  /** Whether the page may have colours. */
  readonly enableColors: boolean;
  /** Aborted when the user wants to stop; the run then ends in order, with its results. */
  readonly signal: AbortSignal;
}

/** How the engine ended, and what the bundle left. */
interface LoadRun {
  readonly exitCode: number;
  readonly bundleOutput: string;
}

/**
 * Runs a profile from its bundle to its results: settings, engine, local stack, load, verdict.
 *
 * @returns the exit code of the command
 * @throws UserError for what the user can mend; nothing was sent then, and nothing is left running
 */
export async function runProfile({
  profile,
  env,
  givenVariables,
  version,
  say,
  terminal,
  enableColors,
  signal,
}: RunProfileOptions): Promise<number> {
  const { script, defaults } = readProfileData(profile);
  const settings = readCommandSettings(env, givenVariables, defaults);
  const outage = profile === 'failover' ? outageBy(settings, env) : undefined;
  const coldCommand = profile === 'cold-start' ? settings.coldCommand : '';
  if (coldCommand !== '' && !env.BASE_URL) {
    throw new UserError(
      'Cannot run cold-start: COLD_CMD is set and BASE_URL is not. The local stack is cold without it; unset COLD_CMD, or set BASE_URL',
      EXIT_CODE.invalidSettings,
    );
  }
  const engine = await selectEngine(settings.engine, script, version, signal);
  if (signal.aborted) return EXIT_CODE.interrupted;
  assertFits(engine, env);
  assertRoom(engine, mostVus(profile, settings.load), roomHere(), say);
  say(`poolproof: running ${profile} on ${engine.name} ${engine.version} (${engine.reason})`);

  const startedAt = new Date();
  const recorder = new SeriesRecorder();
  const folder = createResultsFolder(settings.resultsDir, profile, startedAt);
  let stack: Stack | undefined;
  try {
    if (!env.BASE_URL) {
      stack = await startStack({ logDir: folder, say, environment: env, hasOutages: typeof outage === 'object' });
    }
  } catch (error) {
    // Ctrl-C may have ended a process of the start as well, and we hear of that before we hear of Ctrl-C itself. The first
    // turn may be one that has looked for signals already.
    for (let turn = 0; turn < 2; turn += 1) await setImmediate();
    if (signal.aborted) return EXIT_CODE.interrupted;
    throw error;
  }
  try {
    if (stack) say(`poolproof: local stack: API at ${stack.baseUrl}, Redis at ${maskUrl(stack.redisUrl)}`);
    if (coldCommand !== '') {
      await makeCold({ command: coldCommand, baseUrl: settings.load.baseUrl, folder, signal });
    }
    const { exitCode: engineExitCode, bundleOutput } = await runLoad();
    const output = readBundleOutput(bundleOutput);
    const { name, version: engineVersion, reason } = engine;
    const facts = {
      profile,
      engine: { name, version: engineVersion, reason },
      engineExitCode,
      startedAt: startedAt.toISOString(),
      finishedAt: new Date().toISOString(),
      localStack: stack !== undefined,
      environment: environmentHere(version),
      series: output
        ? buildSeries(recorder.snapshot(), output.report.workload.scenarios, marksOf(output.report.outage))
        : null,
    };
    const result = buildResult(facts, output?.report);
    say('');
    say(renderPage(result, { enableColors }));
    tellGithub(result, env, say);
    const isKept = keepResults(folder, result, say);
    const exitCode = exitCodeOf(engineExitCode, result.verdict.status, result.stoppedBy !== undefined);
    return exitCodeKept(exitCode, isKept);
  } finally {
    await stack?.stop();
  }

  async function runLoad(): Promise<LoadRun> {
    if (signal.aborted) return { exitCode: EXIT_CODE.interrupted, bundleOutput: '' };
    const display = showProgress(recorder, { terminal, say, signal });
    try {
      return await runEngineOn(display);
    } finally {
      display.stop();
    }
  }

  async function runEngineOn(display: ProgressDisplay): Promise<LoadRun> {
    const control = outage && (await openOutageControl(outageMeans(outage, settings, stack, folder), display.say));
    try {
      return await runEngineUnder(control, display);
    } finally {
      await control?.close();
    }
  }

  async function runEngineUnder(control: OutageControl | undefined, display: ProgressDisplay): Promise<LoadRun> {
    const variables = {
      ...env,
      ...(stack && stackAddresses(stack, env)),
      ...(control && { CONTROL_URL: control.url }),
      ...(settings.caFile !== '' && { SSL_CERT_FILE: settings.caFile }),
    };
    const print = display.onEngineLine ?? ((line: string) => void process.stderr.write(`${line}\n`));
    const log = fewFailures((line) => print(printable(maskUrlsIn(line))));
    const run = recordRun(engine, script, variables, recorder, log.onLine);
    const stop = (): void => {
      run.interrupt();
      control?.cancel();
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    stack?.onChildExit(({ name, lastLines }) => {
      display.say(
        `poolproof: ${name} of the local stack ended during the run: ${lastLines.at(-1) || 'it said nothing'}`,
      );
    });
    try {
      return { exitCode: await run.exitCode, bundleOutput: run.bundleOutput() };
    } finally {
      log.close();
      signal.removeEventListener('abort', stop);
    }
  }
}
