import { achievedShare, medianOf } from './arrivals.ts';
import type { BenchContext, BenchOutcome } from './bench-context.ts';
import type { Table, Target } from './bench-report.ts';
import { ceilingTable, ceilingTarget, findCeilings } from './ceilings.ts';
import { type CaseRun, runInTurn } from './in-turn.ts';
import { jobTable, jobTargets, runLoadJobs } from './load-job.ts';
import type { Tool, ToolName } from './tool.ts';

const SECOND_MS = 1_000;
const VUS = 100;
const MEGABYTE = 1e6;
const MOST_OF_BARE = 1.4;
/** From this rate on the embedded engine does so, on purpose. */
const WARMS_UP_LONGER = 1_000;

/** What does a request cost, and how many can be sent? */
export async function speedBench(context: BenchContext): Promise<BenchOutcome> {
  const { settings, tools } = context;
  const durationMs = settings.seconds * SECOND_MS;
  const cases = settings.rates.map((ratePerSecond) => ({ name: ratePerSecond, ratePerSecond, durationMs, vus: VUS }));
  const runs = await runInTurn(context, cases);
  context.show(rateTable(settings.rates, tools.list, runs));
  const jobs = await runLoadJobs(context);
  if (jobs.length > 0) context.show(jobTable(jobs));
  const ceilings = await findCeilings(context);
  context.show(ceilingTable(ceilings));
  return {
    targets: tools.list.some(({ name }) => name === 'embedded')
      ? [...rateTargets(settings.rates, runs), ceilingTarget(ceilings), ...jobTargets(jobs)]
      : [],
    runs: [...runs.map(summaryOf), ...jobs],
  };
}

function rateTable(rates: readonly number[], tools: readonly Tool[], runs: readonly CaseRun<number>[]): Table {
  return {
    title: 'Cost of a load',
    about: `${VUS} VUs. CPU per request: user and system of all processes of the tool while the load goes on, without start and end. Memory: highest resident. First request: from the start of the process to its arrival.`,
    head: ['rate', 'tool', 'CPU per request', 'peak memory', 'first request', 'arrived of planned'],
    rows: rates.flatMap((rate) =>
      tools.map(({ name }) => {
        const mine = runsOf(runs, name, rate);
        if (mine.length === 0) return [`${rate}/s`, name, `failed at ${rate}/s`];
        return [
          `${rate}/s`,
          name,
          micros(cpuOf(mine)),
          `${(medianOf(mine.map((run) => run.peakMemoryBytes)) / MEGABYTE).toFixed(0)} MB`,
          `${medianOf(mine.map((run) => run.firstRequestMs)).toFixed(0)} ms`,
          `${(100 * medianOf(mine.map((run) => achievedShare(run.arrivedMs, rate, run.durationMs)))).toFixed(1)} %`,
        ];
      }),
    ),
  };
}

function rateTargets(rates: readonly number[], runs: readonly CaseRun<number>[]): Target[] {
  const ours = runs.filter(({ tool }) => tool.name === 'embedded');
  const memory = Math.max(
    ...rates.map((rate) => medianOf(runsOf(ours, 'embedded', rate).map((run) => run.peakMemoryBytes))),
  );
  return [
    ...rates.map((rate) => {
      const of = (tool: ToolName) => cpuOf(runsOf(runs, tool, rate));
      return cpuTarget(rate, of('embedded'), of('bare'), { k6: of('k6'), least: of('least') });
    }),
    startTarget(
      ours.filter(({ name }) => name < WARMS_UP_LONGER),
      { mostMs: 190, at: `below ${WARMS_UP_LONGER}/s` },
    ),
    startTarget(
      ours.filter(({ name }) => name >= WARMS_UP_LONGER),
      { mostMs: 350, at: `from ${WARMS_UP_LONGER}/s on` },
    ),
    {
      what: `peak memory, ${VUS} VUs`,
      wanted: 'under 120 MB at every rate',
      measured: ours.length === 0 ? 'failed' : `${(memory / MEGABYTE).toFixed(0)} MB`,
      isMet: ours.length === 0 ? undefined : memory < 120 * MEGABYTE,
    },
  ];
}

function startTarget(runs: readonly CaseRun<number>[], { mostMs, at }: { mostMs: number; at: string }): Target {
  const firstMs = runs.length === 0 ? undefined : medianOf(runs.map((run) => run.firstRequestMs));
  return {
    what: `start to first request, ${VUS} VUs`,
    wanted: `at most ${mostMs} ms ${at}`,
    measured: firstMs === undefined ? 'not measured' : `${firstMs.toFixed(0)} ms`,
    isMet: firstMs === undefined ? undefined : firstMs <= mostMs,
  };
}

/**
 * @param bare What is left of it when there is no engine: no engine in Node.js can do with less.
 * @param others Of k6, and of the loop that does the least beside.
 */
function cpuTarget(
  rate: number,
  ours: number | undefined,
  bare: number | undefined,
  { k6, least }: { readonly k6: number | undefined; readonly least: number | undefined },
): Target {
  const isMeasured = ours !== undefined && bare !== undefined;
  const ofK6 = ours === undefined || k6 === undefined ? '' : `; ${(ours / k6).toFixed(2)} × k6's`;
  const ofLeast = bare === undefined || least === undefined ? '' : `; the least loop ${(least / bare).toFixed(2)} ×`;
  return {
    what: `CPU per request at ${rate}/s`,
    wanted: `at most ${MOST_OF_BARE} × the bare loop's`,
    measured: `${micros(ours)} : ${micros(bare)}${isMeasured ? ` (${(ours / bare).toFixed(2)} ×${ofK6}${ofLeast})` : ''}`,
    isMet: isMeasured ? ours <= MOST_OF_BARE * bare : undefined,
  };
}

function runsOf(runs: readonly CaseRun<number>[], tool: ToolName, rate: number): CaseRun<number>[] {
  return runs.filter((run) => run.tool.name === tool && run.name === rate);
}

function cpuOf(runs: readonly CaseRun<number>[]): number | undefined {
  const costs = runs.map(({ steadyCpuMs }) => steadyCpuMs).filter((cost) => cost !== undefined);
  return costs.length === 0 ? undefined : medianOf(costs);
}

function micros(costMs: number | undefined): string {
  return costMs === undefined ? 'not measured' : `${(costMs * 1_000).toFixed(0)} µs`;
}

function summaryOf({
  tool,
  output: _output,
  arrivedMs,
  answeredMs: _answered,
  startedMs: _started,
  ...run
}: CaseRun<number>) {
  return { ...run, tool: tool.name, arrived: arrivedMs.length };
}
