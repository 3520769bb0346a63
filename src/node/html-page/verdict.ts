import type { EvidenceName } from '../../core/evidence/evidence.ts';
import type { Fact, Finding } from '../../core/findings/finding.ts';
import type { Remark } from '../../core/remarks/find-remarks.ts';
import { targetText } from '../../core/render/target-text.ts';
import type { Result } from '../../core/result/result.ts';
import { formatValue } from '../../core/units/numbers.ts';
import { html, type Markup } from './markup.ts';
import { lookOf } from './status.ts';
import { facts } from './table.ts';

/** What came of it, and the causes that were found with what to do next. */
export function verdictSection(result: Result): Markup {
  const { verdict, findings, remarks = [], profile, target, engine, startedAt } = result;
  const { tone, sign, word } = lookOf(verdict.status);
  return html`<header>
<p class="eyebrow">poolproof · ${profile}</p>
<h1 class="${tone}"><span class="sign" aria-hidden="true">${sign}</span> ${capital(word)}</h1>
<p class="lead">${sentence(verdict.sentence)}</p>
<p class="muted">${target.baseUrl === '' ? null : html`${targetText(target)} · `}${engine.name} ${engine.version} · <time datetime="${startedAt}">${utc(startedAt)}</time></p>
</header>
<section aria-labelledby="findings"><h2 id="findings">Findings</h2>
${findings.length === 0 ? html`<p>${noFindings(verdict.status)}</p>` : findings.map(findingCard)}
${remarks.map(remarkCard)}
</section>`;
}

function remarkCard({ sentence: text, next }: Remark): Markup {
  return html`<article class="finding">
<h3>Remark</h3>
<p>${sentence(text)}</p>
<p><strong>Next:</strong> ${next}</p>
</article>`;
}

function noFindings(status: Result['verdict']['status']): string {
  if (status === 'healthy') return 'None: a healthy run has no cause to look for.';
  return status === 'unhealthy'
    ? 'No known cause fits what was measured.'
    : 'None: what was not judged has no cause yet.';
}

function findingCard({ id, sentence: text, evidence, next, confidence }: Finding): Markup {
  return html`<article class="finding">
<h3>${id} <span class="tag">confidence: ${confidence}</span></h3>
<p>${sentence(text)}</p>
<p><strong>Next:</strong> ${next}</p>
${evidence.length === 0 ? null : facts(evidence.map(({ name, value, unit }) => [nameInWords(name, unit), formatValue(value, unit)]))}
<p class="muted">More on it: docs/findings.md#${id}</p>
</article>`;
}

/** `startDelayP95Ms` -> `start delay p95`. */
function nameInWords(name: EvidenceName, unit: Fact['unit']): string {
  const bare = unit === 'count' ? name : name.replace(/(?:Ms|Bytes|Share)$/, '');
  return bare.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) + (unit === 'share' ? ' (share)' : '');
}

function sentence(text: string): string {
  return `${capital(text)}${text.endsWith('.') ? '' : '.'}`;
}

export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** `2026-11-24T01:32:47.688Z` -> `2026-11-24 01:32:47 UTC`. */
export function utc(iso: string): string {
  return iso.replace(/^(\S+)T(\d\d:\d\d:\d\d)\S*$/, '$1 $2 UTC');
}
