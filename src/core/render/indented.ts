/** Lines as one text, each behind `indent` but for empty ones. */
export function indented(lines: readonly string[], indent: string): string {
  return lines.map((line) => (line === '' ? '' : `${indent}${line}`)).join('\n');
}
