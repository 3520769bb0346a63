import { createHash } from 'node:crypto';
import { type Content, html, Markup } from './markup.ts';

interface Document {
  readonly title: string;
  readonly style: string;
  readonly main: Content;
  /** Stands below the page, and is not shown. */
  readonly below?: Content;
  readonly script?: string;
}

/** A file that needs no network: nothing is loaded, and nothing runs but its own script, if it has one. */
export function htmlDocument({ title, style, main, below = null, script }: Document): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policyOf(style, script)}">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body><main>
${main}</main>
${below}${script === undefined ? null : html`<script>${new Markup(script)}</script>\n`}</body>
</html>
`.text;
}

function policyOf(style: string, script: string | undefined): string {
  const scripts = script === undefined ? "'none'" : `'${hashOf(script)}'`;
  return `default-src 'none'; style-src '${hashOf(style)}'; script-src ${scripts}; base-uri 'none'; form-action 'none'`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
