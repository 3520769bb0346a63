import type { BenchContext } from './bench-context.ts';
import { type RateRun, type RateRunOptions, runAtRate } from './run-at-rate.ts';
import { PEERS, type Tool } from './tool.ts';

/** A load that each tool gets. */
export type Case<Name> = Omit<RateRunOptions, 'server' | 'signal'> & { readonly name: Name };

export interface CaseRun<Name> extends RateRun {
  readonly name: Name;
}

/**
 * Gives each load to each tool, several times over, one after the other. Each round takes the tools in the opposite order
 * of the round before, so that what else the machine does falls on all of them.
 */
export async function runInTurn<Name>(context: BenchContext, cases: readonly Case<Name>[]): Promise<CaseRun<Name>[]> {
  const { settings, tools, server, signal, say, failOf } = context;
  const runs: CaseRun<Name>[] = [];
  for (let round = 0; round < settings.repeat; round++) {
    say(`poolproof: round ${round + 1} of ${settings.repeat}`);
    const taking = round === 0 ? tools.list : tools.list.filter(isRepeated);
    for (const { name, ...load } of cases) {
      for (const tool of round % 2 === 0 ? taking : taking.toReversed()) {
        try {
          runs.push({ name, ...(await runAtRate(tool, { ...load, server, signal })) });
        } catch (error) {
          failOf(tool, load.ratePerSecond, error);
        }
      }
    }
  }
  return runs;
}

function isRepeated({ name }: Tool): boolean {
  return !PEERS.includes(name);
}
