import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

const [packed] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8' }),
) as [{ readonly files: readonly { readonly path: string }[] }];
const SHIPPED = packed.files.map(({ path }) => path);
const DOCUMENTS = SHIPPED.filter((path) => path.endsWith('.md'));

/** What docs/README.md says that only the repository has. */
const OF_THE_REPOSITORY = [
  ...(/^Only the repository has (.+?)\.$/ms.exec(readFileSync('docs/README.md', 'utf8'))?.[1]?.matchAll(/`([^`]+)`/g) ??
    []),
].map(([, path = '']) => path);

/** What commands write into the folder in which they run, which may be this one. */
const WRITTEN = ['results', 'deploy/load', 'node_modules'];

test.each(DOCUMENTS)('%s names no file as one of the package that the package does not have', (document) => {
  const named = pathsIn(document).filter((path) => existsSync(path) && !WRITTEN.some((whole) => isWithin(path, whole)));
  const missing = named.filter((path) => !isShipped(path) && !OF_THE_REPOSITORY.some((whole) => isWithin(path, whole)));
  expect(missing).toEqual([]);
});

test('what docs/README.md calls of the repository alone is there, and is not in the package', () => {
  expect(OF_THE_REPOSITORY).toContain('Makefile');
  for (const path of OF_THE_REPOSITORY) {
    expect(existsSync(path), path).toBe(true);
    expect(SHIPPED, path).not.toContain(path);
  }
});

/** Files and folders that a document names: by a link, or in code. A pattern stands for its folder. */
function pathsIn(document: string): string[] {
  const text = readFileSync(document, 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = '']) =>
    join(dirname(document), target),
  );
  const inCode = [...text.matchAll(/^```[\s\S]*?^```|^ {4}.+$|`[^`\n]+`/gm)].flatMap(([code]) =>
    code.split(/[\s`'"=:,;()]+/),
  );
  const paths = inCode
    .filter((word) => /^\.?\w+[/.]\S|^Makefile$/.test(word))
    .map((word) => word.replace(/[*<].*$/, ''));
  return [...new Set([...links, ...paths].map((path) => normalize(path)))].sort();
}

function isShipped(path: string): boolean {
  return SHIPPED.some((shipped) => isWithin(shipped, path));
}

function isWithin(path: string, whole: string): boolean {
  return path === whole || path.startsWith(whole.endsWith('/') ? whole : `${whole}/`);
}
