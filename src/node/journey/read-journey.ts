import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import type { JourneyShape } from '../../core/journey/journey-shape.ts';
import type { Environment } from '../../core/settings/variable.ts';

/** A journey, read and not sent. */
export interface ReadJourney {
  readonly name: string;
  readonly journey: JourneyShape;
}

/** What is sent, and the script that sends it. */
export interface LinkedJourney extends ReadJourney {
  /** The k6 script; undefined where it is the one that the build has linked. */
  readonly script?: string;
}

/** The journey that is linked if no other is named. */
export function readDefaultJourney(): ReadJourney {
  return readJourney(fileURLToPath(new URL('../journeys/flags.cjs', import.meta.url)));
}

/**
 * Evaluates a journey that was bundled to CommonJS, beside modules of k6 that do nothing.
 *
 * @param env what it has as `__ENV`, as the script will
 */
export function readJourney(file: string, env: Environment = {}): ReadJourney {
  const module = { exports: {} as { default: JourneyShape; journeyName: string } };
  const run = compileFunction(readFileSync(file, 'utf8'), ['module', 'exports', 'require', '__ENV', '__VU', 'open'], {
    filename: file,
  });
  run(module, module.exports, moduleOfK6, { ...env }, 0, openFile);
  return { name: module.exports.journeyName, journey: module.exports.default };
}

/** The script is linked in a folder of its own, beside which no file of the user's is. */
function openFile(file: unknown): string {
  if (isAbsolute(`${file}`)) return '';
  throw new Error(`open(${JSON.stringify(file)}) would not find it in a journey; import data from .json or .csv`);
}

function moduleOfK6(name: string): unknown {
  if (name !== 'k6/data') return nothing;
  return {
    SharedArray: function SharedArray(_name: string, read: () => unknown) {
      return read();
    },
  };
}

/** Whatever is asked of it: itself. */
const nothing: unknown = new Proxy(function nothing() {}, {
  get: (_target, name) => (name === Symbol.toPrimitive ? () => '' : nothing),
  apply: () => nothing,
  construct: () => nothing as object,
});
