import { nameFor } from '../../core/journey/request-name.ts';
import { type Found, type FoundRequest, type Path, Secret, ToFill } from './found-request.ts';

const CACHE =
  "'warm': a cache answers it from the second time on; 'miss': none ever can; 'none': it does not ask a cache";

/** The text of a journey. What is to be filled in is `FILL_IN`, which does not pass the check of types. */
export function renderJourney({ requests, remarks }: Found, source: string): string {
  const names: string[] = [];
  const rendered = requests.map((request) => {
    const method = request.method === 'get' ? '' : request.method;
    // Of a query the names of its parameters are enough.
    const name = nameFor(request.template.replaceAll(/=\{[^}]*\}/g, ''), names, method);
    names.push(name);
    return renderRequest(name, request);
  });
  const body = rendered.join('\n');
  const variables = [...new Set([...body.matchAll(/\benv\.(API_[A-Z0-9_]+)/g)].map(([, name]) => `${name}`))];
  return [
    `import { journey } from 'poolproof';`,
    '',
    ...[`From ${source}.`, ...remarks].map(comment),
    ...(/\bFILL_IN\b/.test(body) ? [comment('Replace each FILL_IN; the comment beside it says by what.')] : []),
    '',
    'export default journey({',
    ...(variables.length > 0
      ? [
          '  variables: {',
          ...variables.map((name) => `    ${name}: { about: 'a secret that requests carry', secret: 'all' },`),
          '  },',
        ]
      : []),
    '  requests: {',
    body,
    '  },',
    '});',
    '',
  ].join('\n');
}

function renderRequest(name: string, request: FoundRequest): string {
  const { method, template, paths, share, expect, headers, body, isForm } = request;
  const [path = [], ...others] = paths.map(pathExpression);
  const params = [
    `name: ${text(template)}`,
    ...(Object.keys(headers).length > 0 ? [`headers: ${expression(headers)}`] : []),
    ...(isForm ? [`as: 'form'`] : []),
  ].join(', ');
  const where =
    others.length === 0
      ? `${path}`
      : `[\n        ${[path, ...others].join(',\n        ')},\n      ][turn % ${paths.length}] ?? ''`;
  const sent = [where, ...(method === 'get' ? [] : [body === undefined ? 'null' : expression(body)]), `{ ${params} }`];
  const used = [method === 'delete' ? 'del' : method, ...(others.length > 0 ? ['turn'] : [])];
  const send = sent.join(', ');
  if (/\benv\.API_/.test(send)) used.push('env');
  return [
    `    ${name}: {`,
    `      share: ${expression(share)},`,
    // What writes is nothing that a cache answers.
    `      cache: ${method === 'get' ? expression(new ToFill(CACHE)) : `'none'`},`,
    ...(expect === 200 ? [] : [`      expect: ${expect},`]),
    `      send: ({ ${used.join(', ')} }) => ${used[0]}(${send}),`,
    '    },',
  ].join('\n');
}

function pathExpression(path: Path): string {
  const pieces = path.filter((piece) => piece !== '').map(expression);
  return pieces.join(' + ').replaceAll('" + "', '');
}

function expression(value: unknown): string {
  if (value instanceof ToFill) return `FILL_IN /* ${value.what.replaceAll('*/', '* /')} */`;
  if (value instanceof Secret) return `env.${value.variable}`;
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return `[${value.map(expression).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).map(([key, inner]) => `${field(key)}: ${expression(inner)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

function field(key: string): string {
  // By itself this would set what the object inherits from.
  if (key === '__proto__') return `[${text(key)}]`;
  return /^[a-z_]\w*$/i.test(key) ? key : text(key);
}

function text(value: string): string {
  return JSON.stringify(value);
}

function comment(line: string): string {
  return `// ${line.replaceAll(/\s+/g, ' ')}`;
}
