import { achievedShare, figuresOf, latenessOf } from './arrivals.ts';
import type { BenchContext } from './bench-context.ts';
import type { Table, Target } from './bench-report.ts';
import { findHighestRate, type HighestRate } from './highest-rate.ts';
import { isTooMuch } from './is-too-much.ts';
import { runAtRate } from './run-at-rate.ts';
import type { Tool, ToolName } from './tool.ts';

const SEARCH = { start: 1_000, lowest: 125, highest: 128_000, refinements: 2 };
// A rate that is lost by an accident is held when it is tried again.
const TRIES = 2;
const VUS = 200;
// The first second, in which code is compiled and connections are opened, is not judged.
const WARM_MS = 1_000;
const JUDGED_MS = 2_000;
// A tool whose first request came late is not to run out of plan before its time is over.
const SPARE_MS = 200;
const HELD_SHARE = 0.99;
const LATE_MS = 20;

type Ceilings = ReadonlyMap<ToolName, HighestRate>;

/** The highest rate that each tool holds, beside the server on the same machine. */
export async function findCeilings(context: BenchContext): Promise<Ceilings> {
  const ceilings = new Map<ToolName, HighestRate>();
  for (const tool of context.tools.list) {
    context.say(`poolproof: searching the highest rate of ${tool.name}`);
    try {
      ceilings.set(tool.name, await findHighestRate((rate) => isHeldOnce(tool, rate, context), SEARCH));
    } catch (error) {
      context.fail(error);
    }
  }
  return ceilings;
}

async function isHeldOnce(tool: Tool, ratePerSecond: number, context: BenchContext): Promise<boolean> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    if (await isHeld(tool, ratePerSecond, context)) return true;
  }
  return false;
}

async function isHeld(tool: Tool, ratePerSecond: number, { server, signal }: BenchContext): Promise<boolean> {
  const durationMs = WARM_MS + JUDGED_MS + SPARE_MS;
  const run = runAtRate(tool, { server, ratePerSecond, durationMs, vus: VUS, signal });
  const arrivedMs = await run.then(
    (records) => records.arrivedMs,
    (error) => {
      if (!isTooMuch(tool, error)) throw error;
      return [];
    },
  );
  const beginMs = (arrivedMs[0] ?? 0) + WARM_MS;
  const judged = arrivedMs.filter((arrived) => arrived >= beginMs && arrived < beginMs + JUDGED_MS);
  const isLate = tool.isOpenLoop && figuresOf(latenessOf(judged, ratePerSecond)).p95 > LATE_MS;
  return !isLate && achievedShare(judged, ratePerSecond, JUDGED_MS) >= HELD_SHARE;
}

export function ceilingTable(ceilings: Ceilings): Table {
  return {
    title: 'Highest rate held',
    about: `${HELD_SHARE * 100} % of the plan arrive in time and, where each request has its time, 95 % of them less than ${LATE_MS} ms late; judged for ${JUDGED_MS / 1_000} s after ${WARM_MS / 1_000} s of load, with ${VUS} VUs, beside the server on the same machine, in one of ${TRIES} tries.`,
    head: ['tool', 'held', 'not held'],
    rows: [...ceilings].map(([name, { held, lost }]) => [
      name,
      held === 0 ? 'none' : `${held}/s`,
      lost === undefined ? 'not found' : `${lost}/s`,
    ]),
  };
}

export function ceilingTarget(ceilings: Ceilings): Target {
  const [ours, theirs] = [ceilings.get('embedded')?.held, ceilings.get('k6')?.held];
  const what = { what: 'highest rate held', wanted: "at least four times k6's" };
  if (ours === undefined || !theirs) return { ...what, measured: 'no rate of k6 to compare with', isMet: undefined };
  const measured = `${ours}/s : ${theirs}/s (${(ours / theirs).toFixed(2)} ×)`;
  return { ...what, measured, isMet: ours >= 4 * theirs };
}
