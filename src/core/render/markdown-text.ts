const MOST_CHARACTERS = 500;
const ZERO_WIDTH_SPACE = '\u200b';

/**
 * A value as text in Markdown, also within a table: no markup in it counts, and nobody is pinged. Long values are cut
 * after 500 characters.
 */
export function markdownText(value: string): string {
  return (
    cut(value)
      .replace(/\s+/g, ' ')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replace(/[\\`*[\]|~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\$&')
      // GitHub reads names and numbers of issues after escapes have gone; only a character between keeps it from that.
      .replace(/[@#](?=\w)/g, `$&${ZERO_WIDTH_SPACE}`)
  );
}

/** A value as code; within `<code>` GitHub looks for no names either. */
export function markdownCode(value: string): string {
  return `<code>${markdownText(value).replaceAll(ZERO_WIDTH_SPACE, '')}</code>`;
}

function cut(value: string): string {
  return value.length <= MOST_CHARACTERS ? value : `${value.slice(0, MOST_CHARACTERS)}…`;
}
