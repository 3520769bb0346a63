import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import type { Tool } from './tool.ts';

export interface Table {
  readonly title: string;
  /** What the figures are, in a line or two. */
  readonly about: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Something that the embedded engine, or the bundle, is to reach. */
export interface Target {
  readonly what: string;
  readonly wanted: string;
  readonly measured: string;
  /** undefined when it could not be measured. */
  readonly isMet: boolean | undefined;
}

/** Where and with what was measured. */
export function describeMachine(tools: readonly Pick<Tool, 'name' | 'version'>[], now: Date): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown';
  const versions = tools.map(({ name, version }) => `${name} ${version}`).join(', ');
  return `${now.toISOString().slice(0, 10)}, ${availableParallelism()} cores (${model}), Node.js ${process.versions.node}; ${versions}`;
}

/** @param isBusy This machine had too much else to do for a target that seems to be met to be believed. */
export function targetTable(targets: readonly Target[], isBusy: boolean): Table {
  const verdicts = { true: isBusy ? 'machine too busy' : 'met', false: 'MISSED', undefined: 'not measured' };
  return {
    title: 'Targets',
    about: 'Medians of this run.',
    head: ['what', 'wanted', 'measured', ''],
    rows: targets.map(({ what, wanted, measured, isMet }) => [what, wanted, measured, verdicts[`${isMet}`]]),
  };
}

/** A title, what the figures are, and the figures as a table of Markdown, in columns for the eye as well. */
export function renderTable({ title, about, head, rows }: Table): string {
  const columns = head.map((name, index) => {
    const cells = rows.map((row) => row[index] ?? '');
    const width = Math.max(3, ...[name, ...cells].map((cell) => cell.length));
    const isNumber = rows.length > 0 && cells.every((cell) => /^\d/.test(cell));
    return { width, pad: (cell: string) => (isNumber ? cell.padStart(width) : cell.padEnd(width)), isNumber };
  });
  const line = (cells: readonly string[]) =>
    `| ${columns.map(({ pad }, index) => pad(cells[index] ?? '')).join(' | ')} |`;
  const rule = columns.map(({ width, isNumber }) => (isNumber ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [`## ${title}`, '', about, '', line(head), line(rule), ...rows.map(line)].join('\n');
}

/** Writes the tables as `<name>.md`, and tables, targets and single runs as `<name>.json`. */
export function writeBench(folder: string, name: string, page: string, data: object): void {
  writeFileSync(join(folder, `${name}.md`), `${page}\n`);
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(data, null, 2)}\n`);
}
