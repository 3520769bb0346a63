import { spawnSync } from 'node:child_process';
import { findOnPath } from '../find-on-path.ts';

let prefix: readonly string[] | undefined;

/** A command prefix that has Linux kill the child when this process dies, even by SIGKILL; empty where there is none. */
export function dieWithParent(): readonly string[] {
  // Found out once: that holds up the event loop.
  prefix ??= findPrefix();
  return prefix;
}

function findPrefix(): readonly string[] {
  const setpriv = process.platform === 'linux' ? findOnPath(['setpriv'], process.env.PATH) : undefined;
  if (setpriv === undefined) return [];
  const found = [setpriv, '--pdeathsig', 'KILL'];
  // Busybox has a setpriv without this option.
  return spawnSync(setpriv, [...found.slice(1), 'true'], { timeout: 2000 }).status === 0 ? found : [];
}
