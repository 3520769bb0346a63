import type { RuleStatus } from '../../core/verdict/rule-result.ts';
import type { VerdictStatus } from '../../core/verdict/verdict.ts';
import { html, type Markup } from './markup.ts';

interface Look {
  readonly tone: 'good' | 'bad' | 'open';
  readonly sign: string;
  readonly word: string;
}

const LOOKS: Readonly<Record<RuleStatus | VerdictStatus, Look>> = {
  healthy: { tone: 'good', sign: '✓', word: 'healthy' },
  unhealthy: { tone: 'bad', sign: '✗', word: 'unhealthy' },
  pass: { tone: 'good', sign: '✓', word: 'pass' },
  fail: { tone: 'bad', sign: '✗', word: 'fail' },
  'not-judged': { tone: 'open', sign: '?', word: 'not judged' },
};

/** How a status looks: never by colour alone. */
export function lookOf(status: RuleStatus | VerdictStatus): Look {
  return LOOKS[status];
}

export function statusMark(status: RuleStatus): Markup {
  const { tone, sign, word } = lookOf(status);
  return html`<span class="status ${tone}"><span aria-hidden="true">${sign}</span> ${word}</span>`;
}
