import { spawnSync } from 'node:child_process';
import { findOnPath } from './find-on-path.ts';

/** A command prefix that has Linux kill the child when this process dies, even by SIGKILL; empty where there is none. */
export function dieWithParent(): string[] {
  const setpriv = process.platform === 'linux' ? findOnPath(['setpriv'], process.env.PATH) : undefined;
  if (setpriv === undefined) return [];
  const prefix = [setpriv, '--pdeathsig', 'KILL'];
  // Busybox has a setpriv without this option.
  return spawnSync(setpriv, [...prefix.slice(1), 'true'], { timeout: 2000 }).status === 0 ? prefix : [];
}
