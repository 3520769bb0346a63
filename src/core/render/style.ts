/** Paints text for a terminal, or leaves it as it is. */
export interface Style {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly open: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly strong: (text: string) => string;
}

const paint = (code: number) => (text: string) => `\u001b[${code}m${text}\u001b[0m`;
const plain = (text: string): string => text;

const COLORED: Style = { good: paint(32), bad: paint(31), open: paint(33), faint: paint(2), strong: paint(1) };
const PLAIN: Style = { good: plain, bad: plain, open: plain, faint: plain, strong: plain };

export function styleFor(enableColors: boolean): Style {
  return enableColors ? COLORED : PLAIN;
}
