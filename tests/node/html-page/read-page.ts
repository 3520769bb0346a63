/** The charts of a page, each checked to be well-formed XML. */
export function svgsOf(page: string): string[] {
  const svgs = [...page.matchAll(/<svg role="img"[\s\S]*?<\/svg><\/figure>/g)].map(([svg]) =>
    svg.replace('</figure>', ''),
  );
  for (const svg of svgs) checkWellFormed(svg);
  return svgs;
}

/** The chart of an id. */
export function chartOf(page: string, id: string): string {
  const chart = svgsOf(page).find((svg) => svg.includes(`aria-labelledby="${id}-title `));
  if (chart === undefined) throw new Error(`The page has no chart "${id}"`);
  return chart;
}

/** Where the line of a limit is, in pixels from the top of the plot. */
export function yOfLimit(chart: string, value: number): number {
  return yOf(chart, new RegExp(`class="limit" data-value="${value}"><line [^>]*y1="([\\d.]+)"`));
}

/** Where a value of the axis is, in pixels from the top of the plot. */
export function yOfTick(chart: string, value: number): number {
  return yOf(chart, new RegExp(`class="tick" data-value="${value}"><line [^>]*y1="([\\d.]+)"`));
}

function yOf(chart: string, pattern: RegExp): number {
  return Number(pattern.exec(chart)?.[1] ?? Number.NaN);
}

const TAG = /<(\/?)([a-z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g;

/** Every tag is closed in its turn, attributes are quoted and named once, and no `<` or `&` stands for itself. */
function checkWellFormed(xml: string): void {
  const open: string[] = [];
  for (const [, slash = '', name = '', attributes = '', isEmpty = ''] of xml.matchAll(TAG)) {
    const names = [...attributes.matchAll(/([\w:-]+)="/g)].map(([, attribute]) => attribute);
    if (new Set(names).size < names.length) throw new Error(`An attribute of <${name}> is there twice: ${attributes}`);
    if (slash !== '' && open.pop() !== name) throw new Error(`</${name}> closes another element`);
    if (slash === '' && isEmpty === '') open.push(name);
  }
  if (open.length > 0) throw new Error(`Not closed: ${open.join(', ')}`);
  const text = xml.replaceAll(TAG, '');
  const rest = /[<>]|&(?!(?:amp|lt|gt|quot|apos);)/.exec(text);
  if (rest) throw new Error(`Not escaped: ${text.slice(rest.index, rest.index + 40)}`);
}

/** Where the dots of a look are, in the coordinates that data is drawn in. */
export function dotsOf(chart: string, look: string): { x: number; y: number }[] {
  const path = new RegExp(`class="line dot ${look}" d="([^"]+)"`).exec(chart)?.[1] ?? '';
  return [...path.matchAll(/M([\d.]+),([\d.]+)Z/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
}

/** A page without its script, which is the same on all pages. */
export function withoutScript(page: string): string {
  return page.replace(/<script>[\s\S]*?<\/script>/, '');
}
