import { execFile } from 'node:child_process';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Engine } from '../../engines/engine.ts';
import { selectEngine } from '../../engines/select-engine.ts';
import { findOnPath } from '../../find-on-path.ts';
import type { Tool, ToolName } from '../tool.ts';
import { artillery } from './artillery.ts';
import { autocannon } from './autocannon.ts';
import { k6Tool } from './k6-tool.ts';
import { bareLoop, leastLoop } from './loops.ts';

const run = promisify(execFile);
const VERSION_TIMEOUT_MS = 30_000;
const PEERS = 'npm install --no-save --engine-strict=false --ignore-scripts artillery@2.0.34 autocannon@9.0.0';

/** What is there to be measured. */
export interface Tools {
  readonly list: readonly Tool[];
  readonly embedded: Engine;
  readonly k6: Engine | undefined;
  /** The program of Artillery. */
  readonly artilleryFile: string | undefined;
  /** A line for each that is not there. */
  readonly missing: readonly string[];
}

/** Looks for the tools that are wanted, on PATH and in node_modules. */
export async function findTools(wanted: readonly ToolName[], version: string, path = ''): Promise<Tools> {
  const bundle = fileURLToPath(new URL('../k6/load.js', import.meta.url));
  const embedded = await selectEngine('embedded', bundle, version);
  const list: Tool[] = wanted.includes('embedded') ? [k6Tool(embedded)] : [];
  const missing: string[] = [];

  const found = wanted.includes('k6') ? await selectEngine('auto', bundle, version) : undefined;
  const k6 = found?.name === 'k6' ? found : undefined;
  if (k6 !== undefined) list.push(k6Tool(k6));
  else if (found !== undefined) missing.push(`k6 is left out: ${found.reason}`);

  list.push(...[bareLoop, leastLoop].filter(({ name }) => wanted.includes(name)));

  const peerPath = ['node_modules/.bin', path].join(delimiter);
  const files: Partial<Record<ToolName, string>> = {};
  for (const [name, toolOf] of [['artillery', artillery] as const, ['autocannon', autocannon] as const]) {
    if (!wanted.includes(name)) continue;
    const file = findOnPath([name], peerPath);
    if (file === undefined) {
      missing.push(`${name} is left out: it is neither on PATH nor in node_modules (${PEERS})`);
      continue;
    }
    files[name] = file;
    list.push(toolOf(file, await versionOf(file)));
  }
  return { list, embedded, k6, artilleryFile: files.artillery, missing };
}

async function versionOf(file: string): Promise<string> {
  const env = { ...process.env, ARTILLERY_DISABLE_TELEMETRY: 'true' };
  const { stdout } = await run(file, ['--version'], { timeout: VERSION_TIMEOUT_MS, env });
  return /(?:artillery|autocannon)[: ]+v?(\d\S*)/i.exec(stdout)?.[1] ?? 'unknown';
}
