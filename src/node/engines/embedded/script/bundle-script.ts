import path from 'node:path';

const RELATIVE_IMPORT = /\bfrom\s*['"]\.{1,2}\/|(?:^|;)\s*import\s*['"]\.{1,2}\//m;

/** Whether a script must become one plain module before it can run: it is TypeScript, or imports files of its own. */
export function needsBundling(scriptPath: string, source: string): boolean {
  return scriptPath.endsWith('.ts') || RELATIVE_IMPORT.test(source);
}

/**
 * Strips types and puts the files that a script imports into it. Lines do not keep their numbers.
 * @throws Error that lists what does not parse or is not there.
 */
export async function bundleScript(scriptPath: string): Promise<string> {
  // Only who needs it pays for loading it.
  const { build } = await import('esbuild');
  try {
    const { outputFiles } = await build({
      entryPoints: [scriptPath],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'neutral',
      target: 'es2022',
      charset: 'utf8',
      external: ['k6', 'k6/*', 'http://*', 'https://*'],
      logLevel: 'silent',
    });
    return outputFiles[0]?.text ?? '';
  } catch (error) {
    throw new Error(describe(error), { cause: error });
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
    .map(({ text, location }) =>
      location ? `${path.basename(location.file)}:${location.line}:${location.column + 1} ${text}` : text,
    )
    .join('\n');
}
