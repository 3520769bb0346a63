import path from 'node:path';
import type { BuildOptions, BuildResult } from 'esbuild';

/** A script with all the files that it imports, as one ES module. */
export interface BundledScript {
  /** Imports and exports stand at the start of a line, and nothing else there looks like one. */
  readonly code: string;
  /** A source map as JSON; its sources are relative to the folder of the script. */
  readonly sourceMap: Uint8Array;
  /** Whether the file that was named is a CommonJS module. */
  readonly isCommonJs: boolean;
  /** What is left for the engine to give by `require()`. */
  readonly required: readonly string[];
  /** It imports no other file. */
  readonly isAlone: boolean;
}

/** How the code of a script names what the engine gives it. */
export const ENGINE = '$poolproof';

const OPTIONS = {
  bundle: true,
  write: false,
  metafile: true,
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',

  external: ['k6', 'k6/*', 'http://*', 'https://*'],
  // All of the script runs, as it would on k6.
  treeShaking: false,
  ignoreAnnotations: true,
  sourcemap: 'external',
  sourcesContent: false,
  // No text of several lines is left, of which one could read like an import.
  supported: { 'template-literal': false },
  legalComments: 'none',
  define: {
    __ITER: `${ENGINE}.state.iteration`,
    'import.meta.resolve': `${ENGINE}.resolve`,
    'import.meta.url': 'undefined',
  },
  logLevel: 'silent',
} as const satisfies BuildOptions;

/**
 * Makes one ES module of a script: strips types, puts the files into it that it imports, and makes modules of CommonJS.
 * @throws Error that lists what does not parse or is not there.
 */
export async function bundleScript(scriptPath: string): Promise<BundledScript> {
  const { dir, base } = path.parse(scriptPath);
  const result = await build({
    ...OPTIONS,
    absWorkingDir: dir,
    entryPoints: [`./${base}`],
    outfile: 'bundled-script.js',
  });
  const outputOf = (end: string) => result.outputFiles?.find((file) => file.path.endsWith(end));
  const inputs = Object.entries(result.metafile?.inputs ?? {});
  return {
    code: outputOf('.js')?.text ?? '',
    sourceMap: outputOf('.map')?.contents ?? new Uint8Array(),
    isCommonJs: inputs.some(([name, { format }]) => name === base && format === 'cjs'),
    required: inputs
      .flatMap(([, { imports }]) => imports)
      .filter(({ kind, external }) => kind === 'require-call' && external)
      .map((required) => required.path),
    isAlone: inputs.length === 1,
  };
}

async function build(options: BuildOptions): Promise<BuildResult> {
  // Most starts do without it.
  const esbuild = await import('esbuild');
  try {
    return await esbuild.build(options);
  } catch (error) {
    throw new Error(describe(error), { cause: error });
  } finally {
    await esbuild.stop();
  }
}

interface BuildProblem {
  readonly text: string;
  readonly location: { readonly file: string; readonly line: number; readonly column: number } | null;
}

function describe(error: unknown): string {
  const problems = (error as { readonly errors?: readonly BuildProblem[] }).errors ?? [];
  if (problems.length === 0) return error instanceof Error ? error.message : String(error);
  return problems
    .map(({ text, location }) => (location ? `${location.file}:${location.line}:${location.column + 1} ${text}` : text))
    .join('\n');
}
