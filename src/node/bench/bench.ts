import { relative } from 'node:path';
import { formatShare } from '../../core/units/numbers.ts';
import type { CommandCall } from '../command-call.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { createResultsFolder } from '../result-files/results-folder.ts';
import { UserError } from '../user-error.ts';
import { describeMachine, renderTable, type Table, targetTable, writeBench } from './bench-report.ts';
import { readBenchSettings } from './bench-settings.ts';
import { isTooMuch } from './is-too-much.ts';
import { watchOtherWork } from './other-work.ts';
import { speedBench } from './speed-bench.ts';
import { startServer } from './start-server.ts';
import type { Tool } from './tool.ts';
import { findTools } from './tools/find-tools.ts';
import { truthBench } from './truth-bench.ts';

/** A quiet machine has 4 %. */
const MOST_OTHER_WORK = 0.1;
const BENCHES = { speed: speedBench, truth: truthBench };

export interface BenchOptions extends CommandCall {
  /** Its name, as the user typed it. */
  readonly bench: string;
}

/**
 * Measures the embedded engine and its peers, and writes tables. Targets that are missed are shown as missed; they do
 * not change the exit code, since this machine may have had other things to do.
 *
 * @returns 0, or 3 when something could not be measured
 * @throws UserError for settings that are not allowed
 */
export async function bench(options: BenchOptions): Promise<number> {
  const { bench: name, env, givenVariables, version, say, signal } = options;
  if (!isBench(name)) {
    throw new UserError(
      `There is no bench "${name}": give ${Object.keys(BENCHES).join(' or ')}`,
      EXIT_CODE.invalidSettings,
    );
  }
  if (process.platform !== 'linux') {
    throw new UserError(
      `Cannot measure on ${process.platform}: the benches read /proc. Run them on Linux`,
      EXIT_CODE.invalidSettings,
    );
  }
  const settings = readBenchSettings(name, env, givenVariables);
  const startedAt = new Date();
  const tools = await findTools(settings.tools, version, env.PATH);
  const machine = describeMachine(tools.list, startedAt);
  const folder = createResultsFolder(settings.resultsDir, `bench-${name}`, startedAt);
  say(`poolproof: ${machine}`);
  for (const line of tools.missing) say(`poolproof: ${line}`);
  let failures = 0;
  const fail = (error: unknown): void => {
    signal.throwIfAborted();
    failures += 1;
    say(`poolproof: ${error instanceof Error ? error.message : error}`);
  };
  const failOf = (tool: Tool, ratePerSecond: number, error: unknown): void => {
    signal.throwIfAborted();
    if (isTooMuch(tool, error)) say(`poolproof: ${tool.name} failed at ${ratePerSecond}/s: ${error.message}`);
    else fail(error);
  };
  const tables: Table[] = [];
  const show = (table: Table): void => {
    tables.push(table);
    say(`\n${renderTable(table)}\n`);
  };
  const otherWork = watchOtherWork();
  const server = await startServer();
  try {
    const { targets, runs } = await BENCHES[name]({ settings, tools, server, say, signal, fail, failOf, show });
    await server.stop();
    const otherShare = otherWork();
    const isBusy = otherShare > MOST_OTHER_WORK;
    if (targets.length > 0) show(targetTable(targets, isBusy));
    const quiet = `Other work took ${formatShare(otherShare)} of the machine meanwhile${isBusy ? `, more than ${formatShare(MOST_OTHER_WORK)}: it was too busy for these figures to be believed` : ''}.`;
    say(quiet);
    const notes = [machine, quiet, ...tools.missing];
    writeBench(folder, name, [`# poolproof bench ${name}`, ...notes, ...tables.map(renderTable)].join('\n\n'), {
      ...{ bench: name, notes, tables, targets, runs },
    });
    say(`poolproof: results in ${relative(process.cwd(), folder) || '.'}/ (${name}.md, ${name}.json)`);
    return failures === 0 ? EXIT_CODE.healthy : EXIT_CODE.notJudged;
  } catch (error) {
    if (signal.aborted) return EXIT_CODE.interrupted;
    throw error;
  } finally {
    await server.stop();
  }
}

function isBench(name: string): name is keyof typeof BENCHES {
  return Object.hasOwn(BENCHES, name);
}
