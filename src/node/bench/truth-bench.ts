import { type Figures, figuresOf, latenessOf, medianOf, plannedCount } from './arrivals.ts';
import type { BenchContext, BenchOutcome } from './bench-context.ts';
import type { Table, Target } from './bench-report.ts';
import { type Case, type CaseRun, runInTurn } from './in-turn.ts';
import type { World } from './server/world.ts';
import type { Tool } from './tool.ts';
import { trueLatencies } from './true-latencies.ts';

const FIGURES = ['p50', 'p95', 'p99', 'p999', 'max'] as const;
/** The maximum is one request, which the machine may have kept waiting whatever the tool is. */
const COMPARED = ['p50', 'p95', 'p99', 'p999'] as const;
const NAMES: Readonly<Record<(typeof FIGURES)[number], string>> = {
  ...{ p50: 'p50', p95: 'p95', p99: 'p99', p999: 'p99.9', max: 'max' },
};
const SECOND_MS = 1_000;
const WORLD_RATE = 200;
const CONSTANT_MS = 10;
// Two measurements of the same thing are this far apart without anybody being to blame.
const TOLERANCE_MS = 0.5;
const TOLERANCE_SHARE = 0.01;

export type TruthRun = CaseRun<string> & { readonly truth: Figures; readonly lateness: Figures };

/** Are the latencies true that are reported, and do requests come when they should? */
export async function truthBench(context: BenchContext): Promise<BenchOutcome> {
  const { rates, seconds } = context.settings;
  const cases = casesOf(rates, seconds * SECOND_MS);
  const runs = (await runInTurn(context, cases)).map((run) => ({
    ...run,
    truth: figuresOf(trueLatencies(run, run.ratePerSecond, run.tool.isOpenLoop)),
    lateness: figuresOf(latenessOf(run.arrivedMs, run.ratePerSecond)),
  }));
  const tools = context.tools.list;
  // The loops tell no latency, but are as late as this machine lets anybody be.
  const telling = tools.filter(({ name }) => name !== 'bare' && name !== 'least');
  context.show(truthTable(cases, telling, runs));
  context.show(scheduleTable(cases, tools, runs));
  return {
    targets: tools.some(({ name }) => name === 'embedded') ? cases.map((one) => truthTarget(one.name, runs)) : [],
    runs: runs.map(({ name, tool, ratePerSecond, durationMs, arrivedMs, reported, truth, lateness }) => ({
      ...{ case: name, tool: tool.name, ratePerSecond, durationMs, reported, truth, lateness },
      arrived: arrivedMs.length,
    })),
  };
}

function casesOf(rates: readonly number[], durationMs: number): Case<string>[] {
  const rate = Math.min(WORLD_RATE, ...rates.slice(-1));
  // Enough for all that queue up where four fifths of the rate are served, and for a second without an answer.
  const vus = Math.max(2 * rate, Math.ceil((0.25 * rate * durationMs) / SECOND_MS));
  const stallMs = Math.min(SECOND_MS, durationMs / 3);
  const concurrency = 4;
  // Four fifths of the rate.
  const busyMs = (concurrency * SECOND_MS) / (0.8 * rate);
  const worlds: [string, World][] = [
    ['1 in 5 slow', { kind: 'bimodal', delayMs: 5, slowMs: 50, slowShare: 0.2 }],
    ['stall', { kind: 'stall', delayMs: CONSTANT_MS, afterMs: stallMs, stallMs }],
    ['capped', { kind: 'capped', delayMs: busyMs, concurrency }],
  ];
  return [
    ...rates.map((ratePerSecond) => ({
      name: `constant, ${ratePerSecond}/s`,
      ratePerSecond,
      vus: Math.max(100, ratePerSecond / 4),
      world: { kind: 'constant' as const, delayMs: CONSTANT_MS },
    })),
    ...worlds.map(([name, world]) => ({ name: `${name}, ${rate}/s`, ratePerSecond: rate, vus, world })),
  ].map((one) => ({ ...one, durationMs }));
}

function truthTable(cases: readonly Case<string>[], tools: readonly Tool[], runs: readonly TruthRun[]): Table {
  return {
    title: 'Truth',
    about:
      'Latency in milliseconds, true → reported (difference). True is from the time planned for a request to its answer, as the server saw both.',
    head: ['server, rate', 'tool', 'sent of planned', ...FIGURES.map((figure) => NAMES[figure])],
    rows: rowsOf(cases, tools, runs, (mine, one) => [
      sentOfPlanned(mine, one),
      ...FIGURES.map((figure) => {
        const reported = reportedOf(mine, figure);
        const truth = medianOf(mine.map((run) => run.truth[figure]));
        if (reported === undefined) return `${ms(truth)} → not told`;
        return `${ms(truth)} → ${ms(reported)} (${signed(medianOf(deviationsOf(mine, figure)), truth)})`;
      }),
    ]),
  };
}

function scheduleTable(cases: readonly Case<string>[], tools: readonly Tool[], runs: readonly TruthRun[]): Table {
  return {
    title: 'Schedule',
    about:
      'How late requests arrived at the server, in milliseconds, against a plan laid so that none is early. The bare loop does nothing else: later than that is the tool, and not the machine. autocannon sends the requests of each second as fast as it can.',
    head: ['server, rate', 'tool', 'sent of planned', ...FIGURES.map((figure) => NAMES[figure])],
    rows: rowsOf(cases, tools, runs, (mine, one) => [
      sentOfPlanned(mine, one),
      ...FIGURES.map((figure) => ms(medianOf(mine.map(({ lateness }) => lateness[figure])))),
    ]),
  };
}

function rowsOf(
  cases: readonly Case<string>[],
  tools: readonly Tool[],
  runs: readonly TruthRun[],
  cellsOf: (mine: readonly TruthRun[], one: Case<string>) => string[],
): string[][] {
  return cases.flatMap((one) =>
    tools.map(({ name }) => {
      const mine = runs.filter((run) => run.name === one.name && run.tool.name === name);
      return [one.name, name, ...(mine.length === 0 ? ['failed'] : cellsOf(mine, one))];
    }),
  );
}

/** The embedded engine is to be no further from the truth than k6. */
export function truthTarget(name: string, runs: readonly TruthRun[]): Target {
  const mineOf = (tool: string) => runs.filter((run) => run.name === name && run.tool.name === tool);
  const [ours, theirs] = [mineOf('embedded'), mineOf('k6')];
  const wanted = `no further from the truth than k6, or by ${TOLERANCE_MS} ms or ${TOLERANCE_SHARE * 100} %`;
  if (ours.length === 0 || theirs.length === 0) return { what: name, wanted, measured: 'without k6', isMet: undefined };
  const compared = COMPARED.map((figure) => {
    const [our, their] = [distanceOf(ours, figure), distanceOf(theirs, figure)];
    const truth = medianOf(theirs.map((run) => run.truth[figure]));
    return { figure, our, their, isMet: our <= their + Math.max(TOLERANCE_MS, TOLERANCE_SHARE * truth) };
  });
  return {
    what: name,
    wanted,
    measured: compared.map(({ figure, our, their }) => `${NAMES[figure]} ${ms(our)} : ${ms(their)}`).join(', '),
    isMet: compared.every(({ isMet }) => isMet),
  };
}

function distanceOf(runs: readonly TruthRun[], figure: keyof Figures): number {
  return medianOf(deviationsOf(runs, figure).map(Math.abs));
}

function deviationsOf(runs: readonly TruthRun[], figure: keyof Figures): number[] {
  return runs.map(({ reported, truth }) => (reported[figure] ?? 0) - truth[figure]);
}

function reportedOf(runs: readonly TruthRun[], figure: keyof Figures): number | undefined {
  const told = runs.map(({ reported }) => reported[figure]).filter((value) => value !== undefined);
  return told.length === 0 ? undefined : medianOf(told);
}

function sentOfPlanned(runs: readonly TruthRun[], { ratePerSecond, durationMs }: Case<string>): string {
  return `${Math.round(medianOf(runs.map(({ arrivedMs }) => arrivedMs.length)))} of ${plannedCount(ratePerSecond, durationMs)}`;
}

function ms(value: number): string {
  return value < 100 ? value.toFixed(1) : value.toFixed(0);
}

function signed(deviation: number, truth: number): string {
  const sign = deviation < 0 ? '−' : '+';
  return `${sign}${ms(Math.abs(deviation))}, ${sign}${Math.abs((100 * deviation) / truth).toFixed(0)} %`;
}
