import { type ProcessOptions, type StartedProcess, startProcess } from './start-process.ts';

/** More than anybody reads of what a command says. */
const MOST_LOG_BYTES = 10 * 1024 * 1024;

// Beside the command, in its group, somebody reads what we never write. When it ends, because we were killed, the group
// goes. The shell around both waits for both, so that nothing of ours outlives a command that leaves something behind.
const WITH_LIFELINE = `
(read -r _ <&3 || kill -KILL 0) >/dev/null 2>&1 &
sh -c "$1" 3<&-
code=$?
kill $! 2>/dev/null
wait $! 2>/dev/null
exit $code`;

type ShellOptions = Required<Pick<ProcessOptions, 'logFile'>> & Pick<ProcessOptions, 'env' | 'logHead'>;

/** Starts `sh -c <command>`, a command of the user. It goes with us, even by SIGKILL, with all that it started. */
export function startShell(command: string, options: ShellOptions): StartedProcess {
  const started = startProcess({
    ...options,
    command: ['sh', '-c', WITH_LIFELINE, 'sh', command],
    stdio: ['ignore', 'log', 'log', 'pipe'],
    mostLogBytes: MOST_LOG_BYTES,
  });
  started.child.stdio[3]?.on('error', () => {});
  return started;
}
