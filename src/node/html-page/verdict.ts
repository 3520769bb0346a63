import type { Finding } from '../../core/findings/finding.ts';
import type { Remark } from '../../core/remarks/find-remarks.ts';
import { factName } from '../../core/render/evidence-text.ts';
import { failedRules, headlineOf } from '../../core/render/headline.ts';
import { targetText } from '../../core/render/target-text.ts';
import type { Result } from '../../core/result/result.ts';
import { capital } from '../../core/text/capital.ts';
import { formatValue } from '../../core/units/numbers.ts';
import { limitText } from '../../core/verdict/limit-text.ts';
import { ruleName } from '../../core/verdict/rule-message.ts';
import type { RuleResult } from '../../core/verdict/rule-result.ts';
import { findingAnchor, ruleAnchor } from './anchors.ts';
import { chartsOfFinding } from './chart-of.ts';
import { findingDoc } from './finding-doc.ts';
import { html, type Markup } from './markup.ts';
import { lookOf } from './status.ts';
import { facts } from './table.ts';

/** What came of it: the cause first, then the verdict, what the cause rests on, what to do next, and what failed. */
export function verdictSection(result: Result): Markup {
  const { verdict, findings, remarks = [], profile, target, engine, startedAt } = result;
  const { tone, sign, word } = lookOf(verdict.status);
  const headline = headlineOf(result);
  const how = headline === verdict.sentence ? '.' : `: ${sentence(verdict.sentence)}`;
  return html`<header>
<p class="eyebrow">poolproof · ${profile}</p>
<h1>${capital(headline)}</h1>
<p class="lead"><strong class="${tone}"><span class="sign" aria-hidden="true">${sign}</span> ${capital(word)}</strong>${how}</p>
<p class="muted">${target.baseUrl === '' ? null : html`${targetText(target)} · `}${engine.name} ${engine.version} · <time datetime="${startedAt}">${utc(startedAt)}</time></p>
</header>
<section aria-labelledby="findings"><h2 id="findings">${findings.length === 0 ? 'Findings' : 'Why'}</h2>
${findings.length === 0 ? html`<p>${noFindings(verdict.status)}</p>` : findings.map((finding) => findingCard(finding, headline, result))}
${remarks.map(remarkCard)}
${failedList(failedRules(result.rules))}
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

function findingCard(finding: Finding, headline: string, { series }: Result): Markup {
  const { id, sentence: text, evidence, next, confidence } = finding;
  const charts = series === null ? null : chartsOfFinding(finding);
  return html`<article class="finding" id="${findingAnchor(id)}">
<h3>${text === headline ? null : html`${sentence(text)} `}<code>${id}</code> <span class="tag">confidence: ${confidence}</span></h3>
<p><strong>Next:</strong> ${next}</p>
${evidence.length === 0 ? null : facts(evidence.map((fact) => [factName(fact), formatValue(fact.value, fact.unit)]))}
${charts && html`<p class="muted">${charts}</p>`}
${documentOf(id)}
</article>`;
}

function documentOf(id: string): Markup | null {
  const text = findingDoc(id);
  return text && html`<details><summary>More on ${id}</summary>\n${text}\n</details>`;
}

function failedList(rules: readonly RuleResult[]): Markup | null {
  if (rules.length === 0) return null;
  return html`<h3>Rules that failed</h3>
<ul class="lines">${rules.map(
    (rule) =>
      html`<li><a href="#${ruleAnchor(rule.id)}">${capital(ruleName(rule))}</a>: <strong>${rule.actual === null ? 'no sample' : formatValue(rule.actual, rule.unit)}</strong>, limit ${limitText(rule)}</li>\n`,
  )}</ul>`;
}

function sentence(text: string): string {
  return `${capital(text)}${text.endsWith('.') ? '' : '.'}`;
}

/** `2026-11-24T01:32:47.688Z` -> `2026-11-24 01:32:47 UTC`. */
export function utc(iso: string): string {
  return iso.replace(/^(\S+)T(\d\d:\d\d:\d\d)\S*$/, '$1 $2 UTC');
}
