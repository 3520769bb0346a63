import SCRIPT from 'virtual:page-script';
import { renderMarkdown } from '../../core/render/markdown-report.ts';
import type { Result } from '../../core/result/result.ts';
import { capital } from '../../core/text/capital.ts';
import { chartsSection } from './charts/charts-section.ts';
import { edgeSection } from './edge-section.ts';
import { htmlDocument } from './html-document.ts';
import { keyFigures } from './key-figures.ts';
import { lambdaSection } from './lambda-section.ts';
import { html, Markup } from './markup.ts';
import { rulesSection } from './rules-table.ts';
import { scenariosSection } from './scenarios-table.ts';
import { lookOf } from './status.ts';
import { STYLE_SHEET } from './style-sheet.ts';
import { trustSection } from './trust-section.ts';
import { verdictSection } from './verdict.ts';

/**
 * `report.html`: one file that needs no network. Its script adds what a page can do beyond being read; without it all is
 * there as well. The same result renders to the same bytes.
 */
export function renderHtml(result: Result): string {
  const sections = [
    edgeSection(result),
    keyFigures(result),
    chartsSection(result),
    rulesSection(result),
    scenariosSection(result),
    lambdaSection(result),
    trustSection(result),
  ];
  return htmlDocument({
    title: `${capital(lookOf(result.verdict.status).word)}: poolproof ${result.profile}`,
    style: STYLE_SHEET,
    main: html`${verdictSection(result)}
${contents(sections)}
${sections.map((section) => html`${section}\n`)}`,
    below: html`<template id="markdown">${renderMarkdown(result)}</template>\n`,
    script: SCRIPT,
  });
}

/** Links to the sections that there are, by their headings. */
function contents(sections: readonly (Markup | null)[]): Markup {
  const headings = sections.flatMap((section) => [
    ...(section?.text ?? '').matchAll(/<h2 id="([\w-]+)">([^<]+)<\/h2>/g),
  ]);
  return html`<nav class="contents" aria-label="Contents"><ul>${headings.map(([, id = '', title = '']) => html`<li><a href="#${id}">${new Markup(title)}</a></li>`)}</ul></nav>`;
}
