import type { Result } from '../../core/result/result.ts';
import { formatValue } from '../../core/units/numbers.ts';
import { limitText } from '../../core/verdict/limit-text.ts';
import type { RuleResult, RuleStatus } from '../../core/verdict/rule-result.ts';
import { ruleAnchor } from './anchors.ts';
import { chartsOfRule } from './chart-of.ts';
import { html, type Markup } from './markup.ts';
import { lookOf, statusMark } from './status.ts';
import { table } from './table.ts';

const ORDER: readonly RuleStatus[] = ['fail', 'not-judged', 'pass'];

/** Every rule with what was measured; what failed comes first. */
export function rulesSection({ rules, series }: Result): Markup {
  return html`<section aria-labelledby="rules"><h2 id="rules">Rules</h2>
${rules.length === 0 ? html`<p>No rule was judged.</p>` : rulesTable(rules, series !== null)}
</section>`;
}

function rulesTable(rules: readonly RuleResult[], hasCharts: boolean): Markup {
  const ordered = ORDER.flatMap((status) => rules.filter((rule) => rule.status === status));
  const counts = ORDER.map(
    (status) => `${rules.filter((rule) => rule.status === status).length} ${lookOf(status).word}`,
  );
  return table<RuleResult>(
    `${counts.join(', ')}. Samples: those taken, and how many a rule needs at least to be judged.`,
    [
      {
        heading: 'Rule',
        cell: (rule) =>
          html`<span class="title" id="${ruleAnchor(rule.id)}">${rule.title}</span> <code class="muted">${rule.id}</code>${rule.why === undefined ? null : html`<br>${rule.why}`}${hasCharts ? seenOn(rule) : null}`,
      },
      { heading: 'Status', cell: ({ status }) => statusMark(status) },
      { heading: 'Scenario', cell: ({ scenario }) => scenario ?? 'all' },
      { heading: 'Limit', cell: limitText, isNumber: true },
      {
        heading: 'Actual',
        cell: ({ actual, unit }) => (actual === null ? 'no sample' : formatValue(actual, unit)),
        isNumber: true,
      },
      {
        heading: 'Samples',
        cell: ({ samples, samplesNeeded }) => html`${samples} <span class="muted">≥ ${samplesNeeded}</span>`,
        isNumber: true,
      },
    ],
    ordered,
    ({ status }) => lookOf(status).tone,
  );
}

function seenOn(rule: RuleResult): Markup | null {
  const charts = chartsOfRule(rule);
  return charts && html`<br><span class="muted">${charts}</span>`;
}
