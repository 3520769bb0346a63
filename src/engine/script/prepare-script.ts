import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { KeptFiles } from '../../disk/kept-files.ts';
import { bundleScript } from './bundle-script.ts';
import { type FunctionCode, functionCodeOf } from './function-code.ts';

/** A script that is ready to be compiled. */
export interface PreparedScript extends FunctionCode {
  /** JSON; its sources are relative to the folder of the script. */
  readonly sourceMap: Uint8Array;
  /** What is left for the engine to give by `require()`. */
  readonly required: readonly string[];
}

/** What earlier runs of this engine have kept of scripts. */
export interface KeptScripts {
  readonly files: KeptFiles;
  /** Changes with whatever prepares. */
  readonly engineId: string;
}

/**
 * Makes a script ready to be compiled. A bundle, which imports no file, needs that only once: what becomes of it is decided
 * by its text alone.
 *
 * @throws Error that lists what does not parse or is not there.
 */
export async function prepareScript(scriptPath: string, kept: KeptScripts | undefined): Promise<PreparedScript> {
  const key = kept && keyOf(scriptPath, kept.engineId);
  const known = key && kept?.files.read(key);
  if (known) return deserialize(known) as PreparedScript;
  const bundled = await bundleScript(scriptPath);
  const { sourceMap, required, isAlone } = bundled;
  const prepared = { ...functionCodeOf(bundled), sourceMap, required };
  if (key && isAlone) kept?.files.write(key, serialize(prepared));
  return prepared;
}

/** Undefined for TypeScript: a tsconfig.json beside it has a say in what becomes of it. */
function keyOf(scriptPath: string, engineId: string): string | undefined {
  if (!/\.[cm]?js$/.test(scriptPath)) return undefined;
  return createHash('sha256')
    .update(`${engineId} ${process.versions.v8} ${path.basename(scriptPath)}\n`)
    .update(readFileSync(scriptPath))
    .digest('hex');
}
