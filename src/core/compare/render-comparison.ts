import { type Style, styleFor } from '../render/style.ts';
import type { Answer, Comparison, MetricComparison } from './comparison.ts';
import { ANSWER_WORDS, formatDifference, formatFigure } from './format-comparison.ts';

const HEAD_ROW = ['', 'base', 'head', 'difference', 'answer'];
const WIDTHS = [25, 11, 11, 24, 0];
const PAINT: Readonly<Record<Answer, keyof Style>> = {
  worse: 'bad',
  better: 'good',
  'no-difference': 'faint',
  'cannot-tell': 'open',
  'not-compared': 'faint',
};

/** The comparison as a page for a terminal. */
export function renderComparison(comparison: Comparison, { enableColors }: { enableColors: boolean }): string {
  const style = styleFor(enableColors);
  const { answer, sentence, metrics } = comparison;
  const lines = [
    headline(comparison),
    ...comparison.forced.map(({ what, base, head }) => style.open(`forced: ${what} differs: ${base} and ${head}`)),
    '',
    style.faint(rowOf(HEAD_ROW).trimEnd()),
    ...metrics.map((metric) => metricLine(metric, style)),
    '',
    `${style[PAINT[answer]](ANSWER_WORDS[answer].toUpperCase())}: ${sentence}`,
  ];
  return `${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n`;
}

/** The comparison for a pull request. */
export function renderComparisonMarkdown(comparison: Comparison): string {
  const { answer, sentence, metrics, forced } = comparison;
  return [
    `### poolproof: ${ANSWER_WORDS[answer]}`,
    '',
    `${escapeMarkdown(sentence)}.`,
    '',
    '| | base | head | difference | answer |',
    '| --- | ---: | ---: | ---: | --- |',
    ...metrics.map((metric) => `| ${cellsOf(metric).map(escapeMarkdown).join(' | ')} |`),
    '',
    `${escapeMarkdown(headline(comparison))}.`,
    ...forced.map(({ what, base, head }) => `Forced: ${escapeMarkdown(`${what} differs: ${base} and ${head}`)}.`),
    '',
  ].join('\n');
}

function headline({ profile, engine, base, head, confidence, isPaired }: Comparison): string {
  const left = [...base, ...head].filter(({ isLeftOut }) => isLeftOut).length;
  const runs = `${base.length} ${base.length === 1 ? 'run' : 'runs'} of base, ${head.length} of head${isPaired ? ', in turn' : ''}`;
  const leftOut = left === 0 ? '' : `, ${left} left out because the load generator was late`;
  return `poolproof compare: ${profile} on ${engine.name} ${engine.version}, ${runs}${leftOut}, ${confidence * 100} % intervals`;
}

function metricLine(metric: MetricComparison, style: Style): string {
  const [title = '', base = '', head = '', difference = '', answer = ''] = cellsOf(metric);
  const row = rowOf([title, base, head, difference]);
  return `${row} ${metric.isJudged ? style[PAINT[metric.answer]](answer) : style.faint(answer)}`;
}

function cellsOf(metric: MetricComparison): string[] {
  const { title, unit, base, head, answer, reason, isJudged } = metric;
  const words = reason === undefined ? ANSWER_WORDS[answer] : `${ANSWER_WORDS[answer]}: ${reason}`;
  return [
    title,
    formatFigure(base, unit),
    formatFigure(head, unit),
    formatDifference(metric),
    isJudged ? words : `(${words})`,
  ];
}

function rowOf(cells: readonly string[]): string {
  return cells.map((cell, index) => cell.padEnd(WIDTHS[index] ?? 0)).join(' ');
}

/** What comes from a result stays text in a table. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_<>|[\]]/g, '\\$&');
}
