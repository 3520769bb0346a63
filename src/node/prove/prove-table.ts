import { formatValue } from '../../core/units/numbers.ts';
import type { Proof } from './proof.ts';
import type { Truth } from './world.ts';

const COLUMNS = [
  ['world', 15],
  ['engine', 9],
  ['verdict', 11],
  ['named first', 35],
  ['expected', 35],
  ['', 6],
] as const;

export const TABLE_HEAD = `${rowOf(COLUMNS.map(([name]) => name))}injected → reported`;

/** One run as a line of the table. */
export function renderProof({ world, engine, result, named, isRight }: Proof): string {
  const verdict = result?.verdict.status ?? 'no result';
  const cells = [world.name, engine, verdict, named ?? 'none', world.finding ?? 'none', isRight ? 'right' : 'WRONG'];
  const evidence = result?.evidence ?? null;
  const numbers = (world.truths ?? []).map((truth) => renderTruth(truth, evidence && truth.reported(evidence)));
  return `${rowOf(cells)}${numbers.join('; ')}`.trimEnd();
}

/** The end of the table: how many were right, and how often a healthy world was called ill. */
export function renderCounts(proofs: readonly Proof[]): string {
  const right = proofs.filter(({ isRight }) => isRight).length;
  const healthy = proofs.filter(({ world }) => world.finding === null);
  const rightHealthy = healthy.filter(({ isRight }) => isRight).length;
  const lost = proofs.filter(({ result }) => result === undefined);
  const alarms = healthy.length - rightHealthy - lost.filter(({ world }) => world.finding === null).length;
  const faults = proofs.length - healthy.length;
  const without = lost.length === 0 ? '' : `, ${lost.length} without a result (see output.log)`;
  return `${right} of ${proofs.length} right: ${right - rightHealthy} of ${faults} faults named first, ${alarms} false alarms in ${healthy.length} healthy runs${without}`;
}

function renderTruth({ what, injected, unit }: Truth, reported: ReturnType<Truth['reported']>): string {
  const shown = (value: number) => formatValue(value, unit);
  const found =
    reported === null ? 'nothing' : typeof reported === 'number' ? shown(reported) : reported.map(shown).join(' to ');
  return `${what}: ${shown(injected)} → ${found}`;
}

function rowOf(cells: readonly string[]): string {
  return cells.map((cell, index) => cell.padEnd(COLUMNS[index]?.[1] ?? 0)).join(' ');
}
