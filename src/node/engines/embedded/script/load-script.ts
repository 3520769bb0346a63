import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { EXIT_CODES, type ExitCode, TestRunError } from '../exit-codes.ts';
import { MODULES } from '../modules/module-table.ts';
import type { VirtualUser } from '../vu/virtual-user.ts';
import { bundleScript, needsBundling } from './bundle-script.ts';
import { findMissingImports } from './find-missing-imports.ts';
import { FileOpener } from './open-file.ts';
import type { Script, ScriptExports } from './script.ts';
import { createScriptGlobals, hiddenGlobals } from './script-globals.ts';
import { SCRIPT_PARAMETERS } from './script-parameters.ts';
import type { TransformedScript } from './transform/transform-script.ts';
import { UnsupportedScriptError } from './transform/unsupported-script-error.ts';
import type { TransformCache } from './transform-cache.ts';

type ScriptBody = () => Promise<void>;
type ScriptFactory = (...parameters: readonly unknown[]) => ScriptBody;

/**
 * Reads, transforms and compiles a script; nothing of it runs yet.
 *
 * @param probe A VU to make the modules for that the script's imports are checked against.
 * Rejects with a TestRunError when the file cannot be read (255), or needs what this engine does not have (107).
 */
export async function loadScript(fileName: string, probe: VirtualUser, cache?: TransformCache): Promise<Script> {
  const scriptPath = path.resolve(fileName);
  const url = pathToFileURL(scriptPath).href;
  const refuse = (reason: string, cause?: unknown) => loadError(fileName, reason, EXIT_CODES.scriptException, cause);

  const source = readSource(fileName, scriptPath);
  try {
    const module = needsBundling(scriptPath, source) ? await bundleScript(scriptPath) : source;
    const { code, imports } = cache?.read(module) ?? (await transformAnew(module, url, cache));
    const missing = findMissingImports(imports, probe);
    if (missing.length > 0) {
      const list = missing.map(({ name, line }) => `\n\t- ${name} (line ${line})`).join('');
      throw refuse(`the embedded engine does not have all that the script uses; install k6 to run it:${list}`);
    }
    const modules = imports.map(({ specifier }) => specifier);
    return createScript(scriptPath, url, code, modules);
  } catch (error) {
    if (error instanceof TestRunError) throw error;
    if (error instanceof UnsupportedScriptError) throw refuse(`${error.message}\nInstall k6 to run it as it is`, error);
    throw refuse(error instanceof Error ? error.message : String(error), error);
  }
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

/** The transform and the parsers that it needs are loaded only here. */
async function transformAnew(source: string, url: string, cache?: TransformCache): Promise<TransformedScript> {
  const { transformScript } = await import('./transform/transform-script.ts');
  const transformed = transformScript(source, url);
  cache?.write(source, transformed);
  return transformed;
}

function readSource(fileName: string, scriptPath: string): string {
  try {
    return readFileSync(scriptPath, 'utf8');
  } catch (error) {
    throw new TestRunError(
      `Cannot read script "${fileName}": ${error instanceof Error ? error.message : String(error)}`,
      EXIT_CODES.other,
      {},
      error,
    );
  }
}

function createScript(scriptPath: string, url: string, code: string, modules: readonly string[]): Script {
  const opener = new FileOpener(path.dirname(scriptPath));
  let compiled: ((...globals: readonly unknown[]) => ScriptFactory) | undefined;

  return {
    path: scriptPath,
    modules,
    async instantiate(vu: VirtualUser): Promise<ScriptExports> {
      const globals = createScriptGlobals(vu, (file, mode) => opener.open(vu, file, mode));
      compiled ??= compile(code, url, Object.keys(globals));
      const factory = compiled(...Object.values(globals));

      const modules = new Map<string, Record<string, unknown>>();
      const importModule = (specifier: string) => {
        let exports = modules.get(specifier);
        if (!exports) {
          exports = MODULES[specifier]?.(vu) ?? {};
          modules.set(specifier, exports);
        }
        return exports;
      };
      const resolve = (specifier: string) => new URL(specifier, url).href;
      let scriptExports: ScriptExports = {};
      const parameters: Record<(typeof SCRIPT_PARAMETERS)[number], unknown> = {
        $import: Object.assign(importModule, { resolve }),
        $export: (getters: ScriptExports) => {
          scriptExports = getters;
        },
        $co: vu.coroutines,
        $state: vu.state,
      };
      await factory(...SCRIPT_PARAMETERS.map((name) => parameters[name]))();
      return scriptExports;
    },
  };
}

/**
 * Compiles once for all VUs. The globals are the parameters of an outer function, so that the script may declare names
 * that they have, as in `import crypto from 'k6/crypto'`.
 */
function compile(code: string, url: string, globalNames: readonly string[]) {
  // What comes after the globals gets no value, and so hides the global of Node of that name.
  const names = [...globalNames, ...hiddenGlobals(new Set(globalNames))];
  const head = `return function(${SCRIPT_PARAMETERS.join(',')}){`;
  const compiled = vm.compileFunction(`${head}${code}\n}`, names, { filename: url, columnOffset: -head.length });
  return compiled as (...globals: readonly unknown[]) => ScriptFactory;
}
