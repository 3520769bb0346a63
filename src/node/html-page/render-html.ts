import type { Result } from '../../core/result/result.ts';
import { capital } from '../../core/text/capital.ts';
import { chartsSection } from './charts/charts-section.ts';
import { edgeSection } from './edge-section.ts';
import { keyFigures } from './key-figures.ts';
import { html, Markup } from './markup.ts';
import { rulesSection } from './rules-table.ts';
import { scenariosSection } from './scenarios-table.ts';
import { lookOf } from './status.ts';
import { STYLE_SHEET } from './style-sheet.ts';
import { trustSection } from './trust-section.ts';
import { verdictSection } from './verdict.ts';

/** `report.html`: one file that needs no network and no script. The same result renders to the same bytes. */
export function renderHtml(result: Result): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${capital(lookOf(result.verdict.status).word)}: poolproof ${result.profile}</title>
<style>${new Markup(STYLE_SHEET)}</style>
</head>
<body><main>
${verdictSection(result)}
${keyFigures(result)}
${edgeSection(result)}
${chartsSection(result)}
${rulesSection(result)}
${scenariosSection(result)}
${trustSection(result)}
</main></body>
</html>
`.text;
}
