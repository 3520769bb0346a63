import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const TIMEOUT_MS = 60_000;
const TO_FILL = 'error: FILL_IN is to be replaced; the comment beside it says by what';

/**
 * Has TypeScript check a journey: its lines, each with file, line and reason. None where all is well, and none of a file
 * that is no TypeScript.
 *
 * @param folder for files of ours
 */
export async function typeErrorsOf(journey: string, folder: string): Promise<string[]> {
  if (!/\.[cm]?ts$/.test(journey)) return [];
  const config = join(folder, 'tsconfig.json');
  writeFileSync(config, JSON.stringify(configFor(journey)));
  try {
    await run(process.execPath, [compiler(), '--project', config, '--pretty', 'false'], { timeout: TIMEOUT_MS });
    return [];
  } catch (error) {
    const { stdout = '', message } = error as { stdout?: string; message: string };
    const lines = stdout
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => line.replace(/error TS\d+: Cannot find name 'FILL_IN'\./, TO_FILL));
    return lines.length > 0 ? lines : [`TypeScript did not check the types of ${journey}: ${message}`];
  }
}

function configFor(journey: string): object {
  const api = fileURLToPath(new URL('../api/', import.meta.url));
  const ofK6 = dirname(createRequire(import.meta.url).resolve('@types/k6/package.json'));
  return {
    compilerOptions: {
      strict: true,
      noEmit: true,
      target: 'ES2022',
      lib: ['ES2022'],
      types: [],
      module: 'preserve',
      moduleResolution: 'bundler',
      allowImportingTsExtensions: true,
      resolveJsonModule: true,
      skipLibCheck: true,
      // As the journey sees them, wherever it is, and whatever is installed there.
      paths: {
        poolproof: [join(api, 'poolproof.d.ts')],
        k6: [join(ofK6, 'index.d.ts')],
        'k6/*': [join(ofK6, '*')],
      },
    },
    files: [resolve(journey), join(api, 'console.d.ts')],
  };
}

function compiler(): string {
  return join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
}
