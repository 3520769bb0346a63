import { expect, test } from 'vitest';
import { STYLE_SHEET } from '../../../src/node/html-page/style-sheet.ts';

const TEXT = ['ink', 'muted', 'accent', 'second', 'third', 'good', 'bad', 'open'];
const BEHIND = ['page', 'panel', 'bad-panel'];

/** The custom properties of the light scheme and of the dark one. */
function schemes(): Record<string, string>[] {
  return [...STYLE_SHEET.matchAll(/:root\{([^}]*)\}/g)]
    .slice(0, 2)
    .map(([, block = '']) =>
      Object.fromEntries([...block.matchAll(/--([\w-]+):(#\w{6})/g)].map(([, name, hex]) => [name, hex])),
    );
}

/** Relative luminance, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance. */
function luminance(hex = ''): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string | undefined, b: string | undefined): number {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

test.each(schemes().map((colors, index) => [['light', 'dark'][index], colors] as const))(
  'text has a contrast of 4.5 : 1 and more in the %s scheme',
  (_name, colors) => {
    const faint = TEXT.flatMap((text) =>
      BEHIND.map((behind) => [text, behind, contrast(colors[text], colors[behind])] as const),
    ).filter(([, , ratio]) => !(ratio >= 4.5));
    expect(faint).toEqual([]);
  },
);
