import { type Found, type FoundRequest, isSecret, type Path, Secret, ToFill, withoutSecrets } from './found-request.ts';

// What we read of a document of OpenAPI 3, with every $ref in its place.
interface OpenApi {
  readonly openapi: string;
  readonly servers?: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components?: { readonly securitySchemes?: Readonly<Record<string, SecurityScheme>> };
  readonly security?: readonly Readonly<Record<string, unknown>>[];
}

interface SecurityScheme {
  readonly type: string;
  readonly in?: string;
  readonly name?: string;
}

interface Operation {
  readonly deprecated?: boolean;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content?: Readonly<Record<string, WithExample>> };
  readonly responses?: Readonly<Record<string, unknown>>;
  readonly security?: OpenApi['security'];
}

interface WithExample {
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly schema?: Schema;
}

interface Parameter extends WithExample {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly example?: unknown;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

const MOST_REQUESTS = 50;
const DEEPEST = 6;
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const SHARE = 'percent of the load; delete the request if you do not load it';

export function isOpenApi(value: unknown): value is OpenApi {
  const { openapi, paths } = (value ?? {}) as Partial<OpenApi>;
  return typeof openapi === 'string' && openapi.startsWith('3.') && typeof paths === 'object' && paths !== null;
}

/** The requests of which a document of OpenAPI tells. */
export function readOpenApi(document: OpenApi): Found | string {
  const all = Object.entries(document.paths).flatMap(([template, item]) =>
    METHODS.filter((method) => item?.[method]).map((method) => {
      const operation = item[method] as Operation;
      const ofPath = (item.parameters ?? []) as Parameter[];
      return { method, template, operation, parameters: withOwn(ofPath, operation.parameters ?? []) };
    }),
  );
  const current = all.filter(({ operation }) => !operation.deprecated);
  if (current.length === 0) return 'it tells of no request';
  const left = all.length - Math.min(current.length, MOST_REQUESTS);
  const server = document.servers?.[0]?.url;
  return {
    requests: current.slice(0, MOST_REQUESTS).map((found) => requestOf(found, document)),
    remarks: [
      server === undefined ? 'BASE_URL: the document names no server' : `BASE_URL: the document has ${server}`,
      ...(left > 0 ? [`Left out, as deprecated or beyond the first ${MOST_REQUESTS}: ${left}`] : []),
      ...(schemesOf(document).some(({ type }) => type !== 'apiKey')
        ? ['Requests may need a header Authorization: give it as AUTHORIZATION, which all requests are sent with']
        : []),
    ],
  };
}

/** Parameters of a path, and those of an operation, which have priority. */
function withOwn(ofPath: readonly Parameter[], own: readonly Parameter[]): Parameter[] {
  return [...ofPath.filter((old) => !own.some((its) => its.in === old.in && its.name === old.name)), ...own];
}

interface FoundOperation {
  readonly method: FoundRequest['method'];
  readonly template: string;
  readonly operation: Operation;
  readonly parameters: readonly Parameter[];
}

function requestOf({ method, template, operation, parameters }: FoundOperation, document: OpenApi): FoundRequest {
  const query = parameters.filter((parameter) => parameter.in === 'query' && parameter.required);
  const keys = keysOf(operation, document);
  const inPath = template.split(/(\{[^}]+\})/).map((piece): Path[number] => {
    if (!piece.startsWith('{')) return piece;
    const name = piece.slice(1, -1);
    return pieceOf(
      parameters.find((parameter) => parameter.in === 'path' && parameter.name === name) ?? { name, in: 'path' },
    );
  });
  const inQuery = [
    ...query.map((parameter) => [parameter.name, pieceOf(parameter)] as const),
    ...keys.filter((key) => key.in === 'query').map(({ name = '' }) => [name, new Secret(name)] as const),
  ].flatMap(([name, piece], index): Path => [`${index === 0 ? '?' : '&'}${encodeURIComponent(name)}=`, piece]);
  const headers = parameters.filter((parameter) => parameter.in === 'header' && parameter.required);
  const success = Object.keys(operation.responses ?? {}).find((status) => /^2\d\d$/.test(status));
  return {
    method,
    template,
    paths: [[...inPath, ...inQuery]],
    share: new ToFill(SHARE),
    expect: Number(success ?? 200),
    headers: Object.fromEntries([
      ...headers.map((parameter) => [parameter.name, pieceOf(parameter)]),
      ...keys.filter((key) => key.in === 'header').map(({ name = '' }) => [name, new Secret(name)]),
    ]),
    ...bodyOf(operation),
  };
}

/** A value of a parameter, as the document has one. */
function pieceOf(parameter: Parameter): Path[number] {
  if (isSecret(parameter.name, '')) return new Secret(parameter.name);
  const value = exampleIn(parameter, parameter.name);
  if (value instanceof ToFill) return value;
  if (typeof value === 'object') return new ToFill(`a value of ${parameter.name}`);
  return parameter.in === 'header' ? `${value}` : encodeURIComponent(`${value}`);
}

function bodyOf({ requestBody }: Operation): Pick<FoundRequest, 'body' | 'isForm'> {
  const contents = Object.entries(requestBody?.content ?? {});
  if (contents.length === 0) return {};
  const json = contents.find(([type]) => /json/.test(type));
  const form = contents.find(([type]) => /x-www-form-urlencoded/.test(type));
  const [, content] = json ?? form ?? [];
  if (content === undefined) return { body: new ToFill(`a body of type ${contents[0]?.[0]}`) };
  return { body: withoutSecrets(exampleIn(content, 'the body')), isForm: json === undefined };
}

function exampleIn({ example, examples, schema }: WithExample, name: string): unknown {
  return example ?? Object.values(examples ?? {})[0]?.value ?? exampleOf(schema, name, 0);
}

/** An example of a schema; what it must have, and no example tells, is to be filled in. */
function exampleOf(schema: Schema | undefined, name: string, depth: number): unknown {
  const { example, examples, default: fallback, const: only, enum: allowed, properties, required = [] } = schema ?? {};
  const known = example ?? examples?.[0] ?? only ?? fallback ?? allowed?.[0];
  if (known !== undefined) return known;
  if (properties === undefined || depth > DEEPEST) {
    return new ToFill(`${name}${schema?.type ? `, of type ${[schema.type].flat().join(' or ')}` : ''}`);
  }
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([key]) => required.includes(key))
      .map(([key, inner]) => [key, exampleOf(inner, key, depth + 1)]),
  );
}

function keysOf({ security }: Operation, document: OpenApi): SecurityScheme[] {
  // The first of the ways is enough.
  const names = Object.keys((security ?? document.security ?? [])[0] ?? {});
  const schemes = document.components?.securitySchemes ?? {};
  return names.flatMap((name) => (schemes[name]?.type === 'apiKey' ? [schemes[name]] : []));
}

function schemesOf({ components }: OpenApi): SecurityScheme[] {
  return Object.values(components?.securitySchemes ?? {});
}
