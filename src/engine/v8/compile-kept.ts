import { createHash } from 'node:crypto';
import { cachedDataVersionTag, setFlagsFromString } from 'node:v8';
import { Script, type ScriptOptions } from 'node:vm';
import type { KeptFiles } from '../../disk/kept-files.ts';

/**
 * Compiles with what V8 compiled of the same source in an earlier process, or keeps that for the next.
 *
 * @param sourceId Changes with the source.
 */
export function compileKept(source: string, sourceId: string, options: ScriptOptions, kept: KeptFiles): Script {
  // Compiled code is good for the same V8 on the same processor with the same flags.
  const key = createHash('sha256').update(`${sourceId} ${cachedDataVersionTag()}`).digest('hex');
  const cachedData = kept.read(key);
  const script = new Script(source, { ...options, ...(cachedData === undefined ? {} : { cachedData }) });
  if (cachedData !== undefined && !script.cachedDataRejected) return script;
  // At the end: what a run has used is compiled then.
  process.once('exit', () => {
    // The code is good for the flags that V8 has when it is written, and some were changed meanwhile.
    for (const flag of process.execArgv) setFlagsFromString(flag);
    kept.write(key, script.createCachedData());
  });
  return script;
}
