import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';
import { printablePage } from '../../core/text/printable.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { killAllProcesses } from '../processes/start-process.ts';

const CHECK_INTERVAL_MS = 500;
const SYSTEM_ERROR = 1;
/** Kinds of devices: virtual consoles, and what a terminal window or ssh gives. */
const TERMINALS = [4, 136, 137, 138, 139, 140, 141, 142, 143];

/**
 * A signal that aborts when the user wants to stop: on SIGINT, SIGTERM and SIGHUP, when the terminal goes, and, when make
 * started us, as soon as that make is gone, even by SIGKILL. A second SIGINT ends everything at once.
 */
export function abortOnSignals(): AbortSignal & { release: () => void } {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  let interrupts = 0;
  process.on('SIGINT', () => {
    interrupts += 1;
    if (interrupts > 1) endAtOnce();
    abort();
  });
  // More than once, when somebody sends it to the whole group and make hands it on: that is no hurry.
  process.on('SIGTERM', abort);
  process.on('SIGHUP', abort);
  // A fault of ours: Redis must come back anyway, and all that was started go.
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${printablePage(error.stack ?? String(error))}\n`);
    process.once('exit', () => {
      process.exitCode = SYSTEM_ERROR;
    });
    abort();
  });

  const isParentGone = watchMake();
  const isTerminalGone = watchTerminal();
  const look = (): void => {
    if (isParentGone() || isTerminalGone()) abort();
  };
  look();
  const watch = setInterval(look, CHECK_INTERVAL_MS);
  return Object.assign(controller.signal, { release: () => clearInterval(watch) });
}

function endAtOnce(): never {
  killAllProcesses();
  process.exit(EXIT_CODE.interrupted);
}

/** The Makefile tells who make is: when we look for the first time, it may be gone already. */
function watchMake(): () => boolean {
  const { MAKELEVEL, MAKE_PID } = process.env;
  // About this process, and nothing that it starts.
  delete process.env.MAKE_PID;
  if (MAKELEVEL === undefined) return () => false;
  const parent = Number(MAKE_PID) || process.ppid;
  return () => process.ppid !== parent;
}

/** make waits for us when its terminal goes, and we would not hear of it. */
function watchTerminal(): () => boolean {
  if (hasTerminal()) return () => !hasTerminal();
  const isGone = [0, 1, 2].some(wasTerminal);
  return () => isGone;
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', constants.O_RDONLY | constants.O_NOCTTY | constants.O_NONBLOCK));
    return true;
  } catch {
    return false;
  }
}

/** Whether a file of ours was a terminal and is none any more: it went before we looked for the first time. Linux only. */
function wasTerminal(descriptor: number): boolean {
  try {
    const status = fstatSync(descriptor);
    return status.isCharacterDevice() && TERMINALS.includes(status.rdev >> 8) && !isatty(descriptor);
  } catch {
    return false;
  }
}
