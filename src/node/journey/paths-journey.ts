import type { Part, PathShare } from '../../core/journey/paths.ts';

/** The text of a journey that sends paths in their shares. What a cache can answer is asked for once before the load. */
export function journeyOfPaths(paths: readonly PathShare[]): string {
  const warm = paths.filter((path) => !isNew(path));
  const [first] = warm;
  return [
    `import { journey } from 'poolproof';`,
    'export default journey({',
    ...(first ? [`ready: () => ${expressionOf(first, '0')},`] : []),
    ...(first ? ['setup: async ({ get, getAll }) => {', ...warm.flatMap(warmUp), '},'] : []),
    'requests: {',
    ...paths.map(requestOf),
    '},',
    '});',
  ].join('\n');
}

function requestOf(path: PathShare): string {
  const { name, template, share } = path;
  const cache = isNew(path) ? 'miss' : 'warm';
  const send = `({ get, turn, unique }) => get(${expressionOf(path, 'turn')}, { name: ${JSON.stringify(template)} })`;
  return `${JSON.stringify(name)}: { share: ${share}, cache: '${cache}', send: ${send} },`;
}

/** The first shows whether there is such a path. */
function warmUp(path: PathShare): string[] {
  const name = JSON.stringify(path.template);
  const { count } = path.parts.find((part) => 'count' in part) ?? { count: 1 };
  return [
    `await get(${expressionOf(path, '0')}, { name: ${name}, to: 'read a path', setting: 'PATHS' });`,
    ...(count > 1
      ? [
          `await getAll(Array.from({ length: ${count} }, (_, turn) => ${expressionOf(path, 'turn')}), { name: ${name} });`,
        ]
      : []),
  ];
}

function isNew({ parts }: PathShare): boolean {
  return parts.some((part) => 'isUnique' in part);
}

function expressionOf({ parts }: PathShare, turn: string): string {
  return parts.map((part) => expressionOfPart(part, turn)).join(' + ');
}

function expressionOfPart(part: Part, turn: string): string {
  if ('text' in part) return JSON.stringify(part.text);
  return 'isUnique' in part ? 'unique' : `(${part.from} + ${turn} % ${part.count})`;
}
