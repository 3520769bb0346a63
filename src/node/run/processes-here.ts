import { HIGHEST_RATE } from '../../core/settings/highest-rate.ts';
import type { Engine } from '../engines/engine.ts';
import type { RunPlan } from './plan-run.ts';

/**
 * What one process sends per second. The embedded engine runs on one core, and this is what it sends with half of it; k6 uses
 * every core by itself, and two processes of it cost as much per request as one: it is asked for all that one may send.
 * Measured: docs/several-machines.md.
 */
export const SENT_BY_ONE: Readonly<Record<Engine['name'], { readonly perSecond: number; readonly how: string }>> = {
  embedded: { perSecond: 4_000, how: 'holds' },
  k6: { perSecond: HIGHEST_RATE, how: 'may send' },
};

/** The processes that share a run on this machine. */
interface ProcessesHere {
  readonly of: number;
  /** Why there are so many, in words; empty for one. */
  readonly why: string;
}

/** How many processes of an engine a run takes here, at most as many as cores unless the user said how many. */
export function processesHere(
  { processes, highestRate }: Pick<RunPlan, 'processes' | 'highestRate'>,
  { name }: Pick<Engine, 'name'>,
  cores: number,
): ProcessesHere {
  if (processes !== 'auto') return { of: processes, why: processes > 1 ? `SHARES=${processes}` : '' };
  const { perSecond, how } = SENT_BY_ONE[name];
  const of = Math.min(cores, Math.ceil(highestRate / perSecond));
  if (of <= 1) return { of: 1, why: '' };
  const beyond = highestRate > of * perSecond ? `, and there are no more than ${cores} cores` : '';
  return { of, why: `${highestRate}/s is more than the ${perSecond}/s that one ${how}${beyond}` };
}
