import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, hostname, uptime } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { type ColdRecord, parseColdRecord, partsOfArn } from '../../core/lambda/cold-record.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { isAlive } from '../processes/is-alive.ts';
import { UserError } from '../user-error.ts';

const ENDING = '.json';

/** A record and where it lies. */
export interface KeptRecord {
  readonly file: string;
  readonly record: ColdRecord;
}

/**
 * What runs of this user have to set back, a file for each function. They lie where neither another folder nor the end of a run loses
 * them.
 */
export class ColdRecords {
  readonly #folder: string;

  constructor({ XDG_STATE_HOME = '' }: NodeJS.ProcessEnv) {
    const state = isAbsolute(XDG_STATE_HOME) ? XDG_STATE_HOME : join(homedir(), '.local', 'state');
    this.#folder = join(state, 'poolproof', 'cold-start');
  }

  /**
   * Writes a record down, and has it on the disk when it returns. Only this user may read it.
   *
   * @throws UserError where that is not possible; also when there is one of the function already
   */
  keep({ functionArn, change }: Pick<ColdRecord, 'functionArn' | 'change'>): KeptRecord {
    const file = this.#fileOf(functionArn);
    const record = { functionArn, change, at: new Date().toISOString(), pid: process.pid, host: hostname() };
    const draft = join(this.#folder, `${randomUUID()}.tmp`);
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      try {
        writeFileSync(draft, `${JSON.stringify(record, undefined, 2)}\n`, { flag: 'wx', mode: 0o600, flush: true });
        // Whole or not at all, and never over another.
        linkSync(draft, file);
      } finally {
        rmSync(draft, { force: true });
      }
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw new UserError(
        code === 'EEXIST'
          ? `Cannot make the API cold: another run began at the same moment (${file})`
          : `Cannot make the API cold: what is to be set back cannot be written down (${message}), so nothing was touched. Set XDG_STATE_HOME to a folder that you may write to`,
        EXIT_CODE.resultsUnwritable,
      );
    }
    return { file, record };
  }

  find(functionArn: string): KeptRecord | undefined {
    return this.all().find(({ record }) => record.functionArn === functionArn);
  }

  /** @throws UserError where a file is no record */
  all(): KeptRecord[] {
    return this.#names().map((name) => {
      const file = join(this.#folder, name);
      const record = parseColdRecord(readFileSync(file, 'utf8'));
      if (record !== undefined) return { file, record };
      throw new UserError(
        `Cannot read ${file}, where a run wrote down what is to be set back on a function: it was changed since. Look at the function of that name, then remove the file`,
        EXIT_CODE.notRestored,
      );
    });
  }

  #names(): string[] {
    try {
      return readdirSync(this.#folder).filter((name) => name.endsWith(ENDING));
    } catch {
      return [];
    }
  }

  #fileOf(functionArn: string): string {
    const { name, region } = partsOfArn(functionArn);
    const [account] = /\d{12}/.exec(functionArn) ?? [];
    return join(this.#folder, `${account}-${region}-${name}${ENDING}`);
  }
}

export function forget({ file }: KeptRecord): void {
  rmSync(file, { force: true });
}

/** Whether the run that wrote a record goes on, as far as this machine knows; undefined where another one wrote it. */
export function isStillAtIt({ at, pid, host }: ColdRecord): boolean | undefined {
  if (host !== hostname()) return undefined;
  const startedMs = Date.now() - uptime() * 1_000;
  return pid !== process.pid && Date.parse(at) > startedMs && isAlive(pid) && isPoolproof(pid);
}

/** A number goes to another process in time; where there is no /proc, nobody tells. */
function isPoolproof(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('poolproof');
  } catch {
    return true;
  }
}
