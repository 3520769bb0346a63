import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CommandCall } from '../command-call.ts';
import { selectEngine } from '../engines/select-engine.ts';
import { EXIT_CODE, exitCodeKept } from '../exit-code.ts';
import { replaceFiles } from '../result-files/replace-file.ts';
import { createResultsFolder } from '../result-files/results-folder.ts';
import { unwritten } from '../result-files/write-results.ts';
import { assertStackAnswers, journeyVariables } from './open-journey.ts';
import type { Proof } from './proof.ts';
import { type ProveSettings, readProveSettings } from './prove-settings.ts';
import { areSizesRight, proveSize, renderSizeCounts, renderSizeProof, type SizeProof } from './prove-sizes.ts';
import { renderCounts, renderProof, TABLE_HEAD } from './prove-table.ts';
import { runWorld } from './run-world.ts';
import type { World } from './world.ts';

/** A world that runs on an engine for the n-th time. */
interface Task<Of> {
  readonly world: Of;
  readonly engine: Proof['engine'];
  readonly time: number;
}

/**
 * Breaks a local stack in every way it knows, one after another, and checks that each run comes to the right verdict and
 * names the right cause first.
 *
 * @returns 0 only when all was right
 * @throws UserError for settings that are not allowed
 */
export async function prove({ env, givenVariables, version, say, signal }: CommandCall): Promise<number> {
  const ofJourney = await journeyVariables(env);
  const settings = readProveSettings(
    env,
    givenVariables.filter((name) => !ofJourney.includes(name)),
  );
  const engines = await enginesFor(settings, version, signal);
  const { journey } = settings;
  if (journey !== '') await assertStackAnswers(journey, engines[0] ?? 'embedded', signal);
  if (signal.aborted) return EXIT_CODE.interrupted;
  const { only, repeat } = settings;
  const tasks = tasksOf(only.worlds, repeat, engines);
  const sizeTasks = tasksOf(only.sizes, repeat, engines);
  const folder = createResultsFolder(settings.resultsDir, 'prove', new Date());
  say(`poolproof: ${tasks.length + sizeTasks.length} runs on ${engines.join(' and ')}, one after another`);
  if (tasks.length > 0) say(TABLE_HEAD);
  const proofs: Proof[] = [];
  for (const task of tasks) {
    const proof = await proveOne({ ...task, journey }, folder, signal);
    if (signal.aborted) break;
    proofs.push(proof);
    say(renderProof(proof));
  }
  const sizes: SizeProof[] = [];
  for (const task of sizeTasks) {
    if (signal.aborted) break;
    const proof = await proveSize(task, folder, signal);
    if (signal.aborted) break;
    sizes.push(proof);
    say(renderSizeProof(proof));
  }
  if (tasks.length > 0) say(renderCounts(proofs));
  if (sizeTasks.length > 0) say(renderSizeCounts(sizes));
  const problems = replaceFiles(folder, {
    'prove.json': () => `${JSON.stringify([...proofs.map(summaryOf), ...sizes], null, 2)}\n`,
  });
  const where = `poolproof: results in ${relative(process.cwd(), folder) || '.'}/ (prove.json, a folder per run)`;
  say(problems.length === 0 ? where : unwritten(folder, problems));
  if (signal.aborted) return EXIT_CODE.interrupted;
  const isRight = proofs.every((proof) => proof.isRight) && areSizesRight(sizes);
  return exitCodeKept(isRight ? EXIT_CODE.healthy : EXIT_CODE.unhealthy, problems.length === 0);
}

async function enginesFor({ engine }: ProveSettings, version: string, signal: AbortSignal): Promise<Proof['engine'][]> {
  const script = fileURLToPath(new URL('../k6/load.js', import.meta.url));
  const { name } = await selectEngine(engine, script, version, signal);
  return name === 'k6' && engine === 'auto' ? ['embedded', 'k6'] : [name];
}

function tasksOf<Of extends { readonly times?: number }>(
  worlds: readonly Of[],
  repeat: number,
  engines: readonly Proof['engine'][],
): Task<Of>[] {
  return worlds.flatMap((world) =>
    engines.flatMap((engine) =>
      Array.from({ length: repeat * (world.times ?? 1) }, (_item, index) => ({ world, engine, time: index + 1 })),
    ),
  );
}

async function proveOne(
  { world, engine, time, journey }: Task<World> & Pick<ProveSettings, 'journey'>,
  parent: string,
  signal: AbortSignal,
): Promise<Proof> {
  const folder = join(parent, `${world.name}-${engine}-${time}`);
  const result = await runWorld({ world, engine, journey, folder, signal });
  const named = result?.findings[0]?.id ?? null;
  const isRight =
    result !== undefined &&
    ((world.verdicts.includes(result.verdict.status) && named === world.finding) ||
      (result.verdict.status === 'unhealthy' && named !== null && named === world.alsoRight));
  return { world, engine, result, named, isRight };
}

function summaryOf({ world, engine, result, named, isRight }: Proof) {
  const { name, fault, finding, truths = [] } = world;
  const evidence = result?.evidence ?? null;
  return {
    world: name,
    fault,
    engine,
    verdict: result?.verdict ?? null,
    named,
    expected: finding,
    isRight,
    findings: result?.findings.map(({ id }) => id) ?? [],
    numbers: truths.map(({ what, injected, reported }) => ({
      what,
      injected,
      reported: evidence === null ? null : reported(evidence),
    })),
  };
}
