import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOMY_COMMAND } from './roomy-limits.ts';

/** poolproof in a folder of its own: whatever runs from there, or works there, belongs to it. */
export interface Installation {
  readonly folder: string;
  readonly command: string;
  /** For TMPDIR. */
  readonly temporary: string;
  /** Living processes that belong to it, with their command lines. */
  processes(): readonly (readonly [pid: number, commandLine: string])[];
  remove(): void;
}

/** Copies what was built, so that `make` there finds nothing to do. */
export function installHere(name: string): Installation {
  const folder = resolve('.cache', name);
  const temporary = join(folder, 'tmp');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  cpSync(resolve(ROOMY_COMMAND, '../..'), join(folder, 'dist'), { recursive: true });
  for (const file of ['Makefile', 'package.json', 'package-lock.json']) {
    cpSync(file, join(folder, file), { preserveTimestamps: true });
  }
  cpSync('journeys', join(folder, 'journeys'), { recursive: true, preserveTimestamps: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  symlinkSync('..', join(folder, '.cache'));
  writeFileSync(join(folder, 'dist/.built'), '');
  return {
    folder,
    command: join(folder, 'dist/node/poolproof.js'),
    temporary,
    processes: () => processesOf(folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** By what they are: their command line or working folder names the folder. */
function processesOf(folder: string): (readonly [number, string])[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        const isOurs = commandLine.includes(folder) || readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
        return isOurs ? [[Number(pid), commandLine] as const] : [];
      } catch {
        // It has just ended, is a zombie, or is somebody else's.
        return [];
      }
    });
}
