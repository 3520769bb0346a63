import { createHash } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { EXIT_CODES, type ExitCode, TestRunError } from '../exit-codes.ts';
import { MODULES } from '../modules/module-table.ts';
import { compileKept } from '../v8/compile-kept.ts';
import { NotEmbeddedError } from '../vu/go-error.ts';
import type { ScriptExports, VirtualUser } from '../vu/virtual-user.ts';
import { ENGINE } from './bundle-script.ts';
import { findMissingImports } from './find-missing-imports.ts';
import type { EngineOfScript, FunctionCode } from './function-code.ts';
import { FileOpener } from './open-file.ts';
import { type KeptScripts, type PreparedScript, prepareScript } from './prepare-script.ts';
import type { Script as LoadedScript } from './script.ts';
import { createScriptGlobals, hiddenGlobals } from './script-globals.ts';
import type { SourcePositions } from './source-positions.ts';

/** What loading a script may use. */
interface LoadSettings {
  readonly kept?: KeptScripts | undefined;
  /** Learns where each place of the script stands in its source. */
  readonly positions?: SourcePositions | undefined;
}

type ScriptFactory = (engine: EngineOfScript) => () => Promise<void>;

/**
 * Reads and prepares a script; nothing of it runs yet.
 *
 * @param probe A VU to make the modules for that the script's imports are checked against.
 * @throws TestRunError when the file cannot be read (255), or needs what this engine does not have (107)
 */
export async function loadScript(
  fileName: string,
  probe: VirtualUser,
  { kept, positions }: LoadSettings,
): Promise<LoadedScript> {
  const scriptPath = path.resolve(fileName);
  const refuse = (reason: string, cause?: unknown) => loadError(fileName, reason, EXIT_CODES.scriptException, cause);

  assertReadable(fileName, scriptPath);
  let prepared: PreparedScript;
  try {
    prepared = await prepareScript(scriptPath, kept);
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error), error);
  }
  const { code, imports, required, sourceMap } = prepared;
  positions?.add(scriptPath, sourceMap);
  const missing = findMissingImports(imports, required, probe);
  if (missing.length > 0) {
    const { href } = pathToFileURL(scriptPath);
    const placeOf = (line: number) => `${href}:${line}:1`;
    const list = missing.map(({ name, line }) => {
      const place = line === undefined ? '' : ` (${positions?.inSource(placeOf(line)) ?? placeOf(line)})`;
      return `\n\t- ${name}${place}`;
    });
    throw refuse(`the embedded engine does not have all that the script uses; install k6 to run it:${list.join('')}`);
  }
  const modules = [...imports.map(({ specifier }) => specifier), ...required];
  return createScript(scriptPath, { code, modules }, { kept, positions });
}

/** The error of a script that cannot be loaded, in k6's words. */
export function loadError(fileName: string, reason: string, exitCode: ExitCode, cause?: unknown): TestRunError {
  const url = pathToFileURL(path.resolve(fileName)).href;
  return new TestRunError(
    `could not initialize '${fileName}': could not load JS test '${url}': ${reason}`,
    exitCode,
    {},
    cause,
  );
}

function assertReadable(fileName: string, scriptPath: string): void {
  try {
    accessSync(scriptPath, constants.R_OK);
  } catch (error) {
    throw new TestRunError(
      `Cannot read script "${fileName}": ${error instanceof Error ? error.message : String(error)}`,
      EXIT_CODES.other,
      {},
      error,
    );
  }
}

function createScript(
  scriptPath: string,
  { code, modules }: { readonly code: FunctionCode['code']; readonly modules: readonly string[] },
  { kept, positions }: LoadSettings,
): LoadedScript {
  const { href } = pathToFileURL(scriptPath);
  const opener = new FileOpener();
  const runningFile = () => positions?.callingFiles().at(-1) ?? scriptPath;
  const callingFile = () => positions?.callingFiles().at(0) ?? scriptPath;
  let compiled: ((...globals: readonly unknown[]) => ScriptFactory) | undefined;

  return {
    modules,
    async instantiate(vu: VirtualUser): Promise<ScriptExports> {
      const made = new Map<string, Record<string, unknown>>();
      const importModule = (specifier: string) => {
        let exports = made.get(specifier);
        if (!exports) {
          exports = createModule(specifier, vu);
          made.set(specifier, exports);
        }
        return exports;
      };
      const importAll = (specifier: string) => {
        const exports = importModule(specifier);
        return { ...exports, default: exports };
      };
      const globals = {
        ...createScriptGlobals(vu, (file, mode) => opener.open(vu, runningFile(), file, mode)),
        require: importAll,
      };
      compiled ??= compile(code, { url: href, globalNames: Object.keys(globals), kept });
      let scriptExports: ScriptExports = {};
      const run = compiled(...Object.values(globals))({
        import: importModule,
        importAll,
        export: (getters) => {
          scriptExports = getters;
        },
        exportAll: (exported) => {
          const names = Object.keys(Object(exported));
          scriptExports = Object.fromEntries(names.map((name) => [name, () => Object(exported)[name]]));
        },
        resolve: (specifier) => new URL(specifier, pathToFileURL(callingFile())).href,
        state: vu.state,
      });
      await run();
      return scriptExports;
    },
  };
}

function createModule(specifier: string, vu: VirtualUser): Record<string, unknown> {
  const create = Object.hasOwn(MODULES, specifier) ? MODULES[specifier] : undefined;
  if (create) return create(vu);
  const error = new NotEmbeddedError(`module "${specifier}"`);
  vu.refuse(error);
  throw error;
}

interface CompileSettings {
  readonly url: string;
  readonly globalNames: readonly string[];
  readonly kept: KeptScripts | undefined;
}

/**
 * Compiles once for all VUs. The globals are the parameters of an outer function, so that the script may declare names
 * that they have, as in `import crypto from 'k6/crypto'`.
 */
function compile(code: string, { url, globalNames, kept }: CompileSettings) {
  // What comes after the globals gets no value, and so hides the global of Node of that name.
  const names = [...globalNames, ...hiddenGlobals(new Set(globalNames))];
  const head = `(function(${names}){return function(${ENGINE}){`;
  const source = `${head}${code}\n}})`;
  const options = { filename: url, columnOffset: -head.length };
  // V8 keeps the address as well: another file with the same text would be taken for the first.
  const id = createHash('sha256').update(`${url}\n${source}`).digest('hex');
  const script = kept ? compileKept(source, id, options, kept.files) : new Script(source, options);
  return script.runInThisContext() as (...globals: readonly unknown[]) => ScriptFactory;
}
