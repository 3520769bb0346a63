// The embedded engine as a command of its own, called exactly as `k6 run` would be:
//   engine run [-e NAME=VALUE]... [--out series=FILE] [--quiet] [--no-color] SCRIPT
//   engine inspect SCRIPT     prints the options of the script as JSON
//   engine version
import { createWriteStream, writeSync } from 'node:fs';
import { systemClock } from './clock.ts';
import type { PlannedIterations } from './executors/scenario.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { type EngineCommand, parseArguments } from './parse-arguments.ts';
import { Test } from './run-test.ts';
import type { KeptScripts } from './script/prepare-script.ts';
import { SourcePositions } from './script/source-positions.ts';
import type { SeriesOutput } from './series-output.ts';
import { optimizeSoon } from './v8/optimize-soon.ts';
import { MANY_PER_SECOND, warmUp } from './v8/warm-up.ts';
import { watchForHangs } from './watch-for-hangs.ts';

// For so few iterations V8 would spend more on optimizing than it saves: who starts the engine has it optimize late.
const TOO_FEW_TO_OPTIMIZE = 2_000;

/** What the engine is told of itself. */
interface EngineInfo {
  readonly version: string;
  readonly kept: KeptScripts;
  /** The built watcher of hangs. */
  readonly watcherFile: string;
}

/** Does what the command line says. Resolves with the exit code. */
export async function startEngine({ version, kept, watcherFile }: EngineInfo): Promise<number> {
  let command: EngineCommand;
  try {
    command = parseArguments(process.argv.slice(2), process.env);
  } catch (error) {
    write(2, `${error instanceof Error ? error.message : String(error)}\n`);
    return EXIT_CODES.other;
  }
  if (command.command === 'version') {
    write(1, `poolproof-embedded v${version}\n`);
    return EXIT_CODES.ok;
  }

  const positions = new SourcePositions();
  positions.showInStackTraces();
  const test = new Test({
    scriptFile: command.scriptFile,
    env: { ...(process.env as Record<string, string>), ...command.env },
    userAgent: `poolproof-embedded/${version}`,
    isQuiet: command.isQuiet,
    segment: command.segment,
    series: command.seriesFile === undefined ? undefined : openSeriesFile(command.seriesFile),
    terminal: {
      isStdOutTTY: process.stdout.isTTY ?? false,
      isStdErrTTY: process.stderr.isTTY ?? false,
      noColor: command.noColor,
    },
    streams: { stdout: (content) => write(1, content), stderr: (content) => write(2, content) },
    clock: systemClock,
    kept,
    positions,
    makeReady,
    collectGarbage,
  });
  const endWatch = stopOnSignals(test, watcherFile);
  process.on('unhandledRejection', (reason) => test.reportRejection(reason));
  process.on('uncaughtException', (error) => {
    write(2, `${error.stack ?? error.message}\n`);
    process.exit(EXIT_CODES.other);
  });
  const exitCode = await (command.command === 'inspect' ? test.inspect() : test.run());
  await endWatch();
  return exitCode;
}

async function makeReady({ count, perSecond }: PlannedIterations, sendsHttp: boolean): Promise<void> {
  if (count > TOO_FEW_TO_OPTIMIZE || perSecond >= MANY_PER_SECOND) optimizeSoon();
  if (sendsHttp) await warmUp(perSecond);
}

/** Does nothing where V8 was not told to offer it. */
function collectGarbage(): void {
  // What survives twice is moved to where it stays.
  for (let pass = 0; pass < 2; pass++) globalThis.gc?.({ type: 'minor' });
}

/** A sink for lines that never waits: who reads too slowly gets them later, and the load goes on. */
function openSeriesFile(file: string): SeriesOutput {
  const stream = createWriteStream(file, { flags: 'a' });
  // Whoever read is gone: the run goes on for its exit code.
  stream.on('error', () => {});
  return {
    write: (line) => void stream.write(line),
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}

/** Gives a function to call when the test is over. */
function stopOnSignals(test: Test, watcherFile: string): () => Promise<unknown> {
  let isStopping = false;
  const stop = (reason: string) => {
    if (isStopping) process.exit(EXIT_CODES.interrupted);
    isStopping = true;
    test.interrupt(reason);
  };
  const onInterrupt = () => stop("the engine received a 'interrupt' signal");
  const onTerminate = () => stop("the engine received a 'terminated' signal");
  const listen = () => process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate);
  listen();
  // The channel to the process that started the engine closes when that process dies.
  process.on('disconnect', () => stop('the process that started the engine is gone'));
  // Who has no such process may run any script, one that computes without end included.
  if (process.send !== undefined) return async () => {};
  return watchForHangs(watcherFile, (isLong) => {
    if (isLong) {
      test.warnOfHang();
      return;
    }
    // Nobody would hear a signal: it ends the process as if the engine had never listened.
    process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate);
    setImmediate(listen);
  });
}

/** Writes at once, so that nothing is lost when the process exits. */
function write(descriptor: 1 | 2, content: string | Uint8Array): void {
  let rest = Buffer.from(content);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Nobody reads any more: the run goes on for its exit code.
      if (code === 'EPIPE' || code === 'EIO') return;
      // The reader is slow.
      if (code !== 'EAGAIN') throw error;
    }
  }
}
