import { Marked } from 'marked';
import findings from '../../../docs/findings.md';
import { Markup } from './markup.ts';

// The page stands alone, and its readers may not have our documents: links within them are text here.
const marked = new Marked({
  renderer: {
    link({ tokens }) {
      return this.parser.parseInline(tokens);
    },
  },
});

const SECTIONS: ReadonlyMap<string, string> = new Map(
  findings
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const end = section.indexOf('\n');
      return [section.slice(0, end).trim(), section.slice(end)];
    }),
);

/** What docs/findings.md has on a finding; null for one that this version does not know. */
export function findingDoc(id: string): Markup | null {
  const section = SECTIONS.get(id);
  return section === undefined ? null : new Markup(marked.parse(section, { async: false }).trim());
}
