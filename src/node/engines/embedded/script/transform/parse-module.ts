import { type AnyNode, type Program, parse, type Token } from 'acorn';
import { analyze, type ScopeManager, type Variable } from 'eslint-scope';

/** A parsed script: its tree, its tokens, and which variable each identifier means. */
export interface ParsedModule {
  readonly source: string;
  readonly program: Program;
  readonly tokens: readonly Token[];
  /** The variable that an identifier node reads, writes or declares; undefined for globals. */
  variableOf(identifier: AnyNode): Variable | undefined;
  /** The variables of the script, each as often as it is named, that a function uses and does not declare. */
  freeVariables(node: AnyNode): Variable[];
  /** Identifier nodes that refer to the global of that name. */
  globalReferences(name: string): ReadonlySet<unknown>;
  /** Every identifier text of the script, to choose names that do not clash. */
  readonly names: ReadonlySet<string>;
  /** The index of the first token that starts at or after an offset. */
  tokenIndexAt(offset: number): number;
}

interface AcornSyntaxError extends SyntaxError {
  readonly loc: { readonly line: number; readonly column: number };
}

/**
 * Parses a script as an ES module.
 * @throws SyntaxError naming file, line and column (from 1) when the text does not parse.
 */
export function parseModule(source: string, fileName: string): ParsedModule {
  const tokens: Token[] = [];
  const program = parseProgram(source, fileName, tokens);
  const scopes = analyze(program as unknown as Parameters<typeof analyze>[0], {
    ecmaVersion: 2022,
    sourceType: 'module',
  });
  const variables = resolveVariables(scopes);
  return {
    source,
    program,
    tokens,
    variableOf: (identifier) => variables.get(identifier),
    freeVariables: (node) =>
      (scopes.acquire(node as never)?.through ?? []).flatMap(({ resolved }) => (resolved ? [resolved] : [])),
    globalReferences: (name) =>
      new Set(
        (scopes.globalScope?.through ?? [])
          .filter((reference) => (reference.identifier as { name?: string }).name === name)
          .map((reference) => reference.identifier),
      ),
    names: new Set(
      tokens.filter((token) => token.type.label === 'name').map(({ start, end }) => source.slice(start, end)),
    ),
    tokenIndexAt: (offset) => firstTokenFrom(tokens, offset),
  };
}

function parseProgram(source: string, fileName: string, onToken: Token[]): Program {
  try {
    return parse(source, {
      ecmaVersion: 2024,
      sourceType: 'module',
      allowHashBang: true,
      ranges: true,
      allowAwaitOutsideFunction: true,
      onToken,
    });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { line, column } = (error as AcornSyntaxError).loc;
    const reason = error.message.replace(/ \(\d+:\d+\)$/, '');
    throw new SyntaxError(`${fileName}:${line}:${column + 1} ${reason}`, { cause: error });
  }
}

function resolveVariables(scopes: ScopeManager): Map<unknown, Variable> {
  const variables = new Map<unknown, Variable>();
  // A class declares its name twice, outside and inside: both mean the outer variable.
  const canonical = new Map<Variable, Variable>();
  for (const variable of scopes.scopes.flatMap((scope) => scope.variables)) {
    for (const identifier of variable.identifiers) {
      const first = variables.get(identifier);
      if (first) canonical.set(variable, first);
      else variables.set(identifier, variable);
    }
  }
  for (const { identifier, resolved } of scopes.scopes.flatMap((scope) => scope.references)) {
    if (resolved) variables.set(identifier, canonical.get(resolved) ?? resolved);
  }
  return variables;
}

function firstTokenFrom(tokens: readonly Token[], offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((tokens[middle]?.start ?? Number.POSITIVE_INFINITY) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
