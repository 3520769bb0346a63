import { markdownText } from '../render/markdown-text.ts';
import { type Style, styleFor } from '../render/style.ts';
import { capital } from '../text/capital.ts';
import { formatMs, formatShare } from '../units/numbers.ts';
import { BURST, type ComputedPool, type Waits } from './compute-size.ts';
import type { TriedSize } from './judge-size.ts';
import type { SizeAnswer } from './size-answer.ts';
import { demandInWords, whatFailed } from './size-words.ts';

type Cells = readonly string[];

const ANSWER_WORDS: Readonly<Record<SizeAnswer['answer'], string>> = {
  measured: 'measured',
  computed: 'computed',
  'one-connection': 'one connection',
  'none-holds': 'none holds',
  'cannot-tell': 'cannot tell',
};

/** The answer as a page for a terminal. */
export function renderSize(answer: SizeAnswer, { enableColors }: { enableColors: boolean }): string {
  const style = styleFor(enableColors);
  const lines = [
    headline(answer),
    ...withTitle('', answer.tried.length > 0 ? tableLines(triedTable(answer.tried), style) : []),
    ...withTitle('', answer.computed === null ? [] : computedLines(answer, style)),
    ...withTitle('', answer.fleet === null ? [] : [`whole fleet: ${answer.fleet.sentence}`]),
    '',
    `${paintOf(answer, style)(title(answer))}: ${answer.sentence}`,
  ];
  return `${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n`;
}

/** The answer for a pull request. */
export function renderSizeMarkdown(answer: SizeAnswer): string {
  const { tried, computed, assumptions, fleet } = answer;
  return [
    `### poolproof: ${title(answer).toLowerCase()}`,
    '',
    `${markdownText(capital(answer.sentence))}.`,
    ...withTitle('', tried.length > 0 ? markdownTable(triedTable(tried)) : []),
    ...withTitle(
      '',
      computed === null
        ? []
        : [`${markdownText(computedTitle(answer))}:`, '', ...markdownTable(computedTable(computed.pools))],
    ),
    ...withTitle(
      '',
      assumptions.map((text) => `- ${markdownText(text)}`),
    ),
    ...withTitle('', fleet === null ? [] : [`Whole fleet: ${markdownText(fleet.sentence)}.`]),
    '',
    `${markdownText(headline(answer))}.`,
    '',
  ].join('\n');
}

function title({ answer, size }: SizeAnswer): string {
  return size === null || answer === 'one-connection' ? ANSWER_WORDS[answer].toUpperCase() : `POOL SIZE ${size}`;
}

function paintOf({ answer, fleet }: SizeAnswer, style: Style): Style['good'] {
  if (answer === 'none-holds' || fleet?.fits === false) return style.bad;
  return answer === 'cannot-tell' ? style.open : style.good;
}

function headline({ answer, profile, ratePerSecond, engine, tried }: SizeAnswer): string {
  const runs = tried.reduce((sum, one) => sum + one.runs, 0);
  const how = answer === 'computed' || tried.length === 0 ? 'one run' : `${runs} runs in turn, 99 % intervals`;
  return `poolproof size: ${ratePerSecond} requests/s, ${profile} on ${engine.name} ${engine.version}, ${how}`;
}

function triedTable(tried: readonly TriedSize[]): Cells[] {
  const ids = [
    ...new Set(tried.flatMap(({ figures }) => figures.filter(({ unit }) => unit === 'ms').map(({ id }) => id))),
  ];
  const total = ids.filter((id) => !id.includes(':'));
  const head = ['pool', 'runs', ...total.map(titleOf), 'failed', 'holds'];
  return [
    head,
    ...tried.map((one) => [
      `${one.size}`,
      `${one.runs}`,
      ...total.map((id) => timeOf(one, id)),
      `${one.failedRequests} of ${one.requests}`,
      `${one.holds ? 'yes' : `no: ${whatFailed(one)}`}${one.isSure ? '' : ' (not sure)'}`,
    ]),
  ];
}

function titleOf(id: string): string {
  return id.replace('latency-', '');
}

function timeOf({ figures }: TriedSize, id: string): string {
  const figure = figures.find((one) => one.id === id);
  if (figure === undefined) return '–';
  const { value, interval } = figure;
  return interval === null
    ? formatMs(value)
    : `${formatMs(value)} (${formatMs(interval[0])} to ${formatMs(interval[1])})`;
}

function computedLines(answer: SizeAnswer, style: Style): string[] {
  const { computed, assumptions } = answer;
  return [
    computedTitle(answer),
    ...tableLines(computedTable(computed?.pools ?? []), style),
    ...(answer.answer === 'computed' ? ['', 'This takes for granted:', ...assumptions.map((text) => `- ${text}`)] : []),
  ];
}

function computedTitle({ answer, demand, computed }: SizeAnswer): string {
  const inUse = demand === null || demand.from === 'one-connection' ? '' : demandInWords(demand);
  const measuredToo =
    answer === 'measured'
      ? `; this load comes evenly, that of people at random: for them ${computed?.size}, and ${computed?.burstSize} in a burst of ${BURST} × (Erlang C)`
      : ' (Little’s law); who waits, by Erlang C';
  return `${inUse}${measuredToo}`;
}

function computedTable(pools: readonly ComputedPool[]): Cells[] {
  return [
    ['pool', 'in use', 'wait', 'p95 of waits', 'p99 of waits', `wait in a burst of ${BURST} ×`, 'p99 of waits then'],
    ...pools.map(({ size, utilisation, atRate, atBurst }) => [
      `${size}`,
      formatShare(round(utilisation, 2)),
      shareOf(atRate),
      timeOfWait(atRate, atRate.p95Ms),
      timeOfWait(atRate, atRate.p99Ms),
      shareOf(atBurst),
      timeOfWait(atBurst, atBurst.p99Ms),
    ]),
  ];
}

function shareOf({ share }: Waits): string {
  if (share < 0.000_05) return '< 0.01 %';
  return share === 1 ? 'all' : formatShare(round(share, 4));
}

function timeOfWait({ share }: Waits, ms: number | null): string {
  if (ms !== null) return ms === 0 ? '0' : formatMs(ms);
  return share === 1 ? 'without end' : '–';
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function tableLines(rows: readonly Cells[], style: Style): string[] {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('   ')
      .trimEnd(),
  );
  return lines.map((line, index) => (index === 0 ? style.faint(line) : line));
}

function markdownTable([head = [], ...rows]: readonly Cells[]): string[] {
  const line = (cells: Cells) => `| ${cells.map(markdownText).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

function withTitle(before: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [before, ...lines];
}
