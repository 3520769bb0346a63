import type { Result } from '../../core/result/result.ts';
import { formatValue } from '../../core/units/numbers.ts';
import type { RuleResult, RuleStatus } from '../../core/verdict/rule-result.ts';
import { limitText } from './limit-text.ts';
import { html, type Markup } from './markup.ts';
import { lookOf, statusMark } from './status.ts';
import { table } from './table.ts';

const ORDER: readonly RuleStatus[] = ['fail', 'not-judged', 'pass'];

/** Every rule with what was measured; what failed comes first. */
export function rulesSection({ rules }: Result): Markup {
  return html`<section aria-labelledby="rules"><h2 id="rules">Rules</h2>
${rules.length === 0 ? html`<p>No rule was judged.</p>` : rulesTable(rules)}
</section>`;
}

function rulesTable(rules: readonly RuleResult[]): Markup {
  const ordered = ORDER.flatMap((status) => rules.filter((rule) => rule.status === status));
  const counts = ORDER.map(
    (status) => `${rules.filter((rule) => rule.status === status).length} ${lookOf(status).word}`,
  );
  return table<RuleResult>(
    `${counts.join(', ')}. Samples: taken of needed. With fewer, a rule is not judged.`,
    [
      {
        heading: 'Rule',
        cell: ({ id, title, why }) =>
          html`<span class="title">${title}</span> <code class="muted">${id}</code>${why === undefined ? null : html`<br>${why}`}`,
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
        cell: ({ samples, samplesNeeded }) => `${samples} of ${samplesNeeded}`,
        isNumber: true,
      },
    ],
    ordered,
    ({ status }) => lookOf(status).tone,
  );
}
