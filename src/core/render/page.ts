import type { Result } from '../result/result.ts';
import { edgeLines, figureLines, row } from './figure-lines.ts';
import { headlineOf } from './headline.ts';
import { indented } from './indented.ts';
import { lambdaRows } from './lambda-lines.ts';
import { seriesLines } from './series-lines.ts';
import { shareRow } from './share-lines.ts';
import { styleFor } from './style.ts';
import { renderVerdict } from './verdict-text.ts';

/** The page that the command prints at the end of a run: figures, the run over time, causes, and the verdict last. */
export function renderPage(result: Result, { enableColors }: { readonly enableColors: boolean }): string {
  const style = styleFor(enableColors);
  const edge = (result.saturation ?? result.breakpoint)?.sentence;
  const lines = [
    ...figureLines(result, style),
    // The verdict may be headed by it.
    ...(headlineOf(result) === edge ? [] : edgeLines(result, style)),
    ...(result.series === null ? [] : seriesLines(result.series, style)),
    ...[...lambdaRows(result), ...shareRow(result)].flatMap(([name, texts]) =>
      texts.map((text, index) => row(index === 0 ? name : '', text)),
    ),
  ];
  return `${indented(lines, '  ')}\n${renderVerdict(result, { enableColors })}\n`;
}
