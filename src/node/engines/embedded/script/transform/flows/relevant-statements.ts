import type { AnyNode } from 'acorn';
import type { Variable } from 'eslint-scope';
import type { ParsedModule } from '../parse-module.ts';
import { walk } from '../syntax-tree.ts';

/** Modules with exports that block. */
const BLOCKING_MODULES = new Set<unknown>(['k6', 'k6/http']);
/** Exports of `k6` that cannot block by themselves: what they are given may, and is found where it is written. */
const HARMLESS = new Set<unknown>(['check', 'fail', 'group', 'randomSeed']);

interface Statement {
  readonly node: AnyNode;
  /** Statements that declare what this one refers to. */
  readonly uses: Set<Statement>;
  /** Those of them that it may put something into: it does more than read data out of them. */
  readonly mayChange: Set<Statement>;
  blocks: boolean;
}

/**
 * The top-level statements that blocking calls can have to do with. Most of a bundle never does: reports, parsers,
 * tables. Leaving that out keeps the analysis small, and with it the start of a run fast.
 *
 * A statement has to do with them when it refers to a blocking import, or to a statement that has to do with them, or
 * declares a variable into which such a statement may put a function. What those use in turn is needed to follow values.
 */
export function relevantStatements(module: ParsedModule): AnyNode[] {
  const statements = module.program.body.map(
    (node): Statement => ({ node, uses: new Set(), mayChange: new Set(), blocks: false }),
  );
  const homes = new Map<Variable, Statement | undefined>();
  const homeOf = (variable: Variable): Statement | undefined => {
    if (!homes.has(variable)) homes.set(variable, declaringStatement(variable, statements));
    return homes.get(variable);
  };
  for (const statement of statements) if (!isExportList(statement.node)) readReferences(statement, homeOf, module);

  const blocking = new Set(statements.filter(({ blocks }) => blocks));
  let size: number;
  do {
    size = blocking.size;
    for (const statement of statements) {
      if ([...statement.uses].some((used) => blocking.has(used))) blocking.add(statement);
      if (blocking.has(statement)) for (const changed of statement.mayChange) blocking.add(changed);
    }
  } while (blocking.size > size);

  // What those use, and what may put something into that. A set grows while it is walked.
  const needed = new Set(blocking);
  for (const statement of needed) {
    for (const used of statement.uses) needed.add(used);
    for (const other of statements) if (other.mayChange.has(statement)) needed.add(other);
  }
  return module.program.body.filter(
    (node, index) => node.type.startsWith('Import') || isExportList(node) || needed.has(statements[index] as Statement),
  );
}

function declaringStatement({ identifiers: [identifier] }: Variable, statements: readonly Statement[]) {
  const declared = identifier as AnyNode | undefined;
  return declared && statements.find(({ node: { start, end } }) => start <= declared.start && declared.end <= end);
}

function readReferences(
  statement: Statement,
  homeOf: (variable: Variable) => Statement | undefined,
  module: ParsedModule,
): void {
  const parents: AnyNode[] = [];
  walk(
    statement.node,
    (node) => {
      const parent = parents.at(-1);
      parents.push(node);
      if (node.type !== 'Identifier') return true;
      const variable = module.variableOf(node);
      const home = variable && homeOf(variable);
      if (!home || home === statement) return true;
      if (home.node.type === 'ImportDeclaration') {
        if (isBlockingImport(home.node, variable.identifiers[0] as AnyNode)) statement.blocks = true;
        return true;
      }
      statement.uses.add(home);
      if (!isConstant(variable) && !isRead(node, parent, parents.at(-3))) statement.mayChange.add(home);
      return true;
    },
    () => parents.pop(),
  );
}

/** `export { a, b }` names things and does nothing with them. */
function isExportList(node: AnyNode): boolean {
  return node.type === 'ExportNamedDeclaration' && !node.declaration;
}

function isBlockingImport(node: AnyNode & { type: 'ImportDeclaration' }, local: AnyNode): boolean {
  if (!BLOCKING_MODULES.has(node.source.value)) return false;
  const specifier = node.specifiers.find((candidate) => candidate.local.start === local.start);
  if (node.source.value !== 'k6' || specifier?.type !== 'ImportSpecifier') return true;
  return !HARMLESS.has(specifier.imported.type === 'Identifier' ? specifier.imported.name : specifier.imported.value);
}

/** A function by its declaration, or a plain value that is never replaced: nothing can be put into those. */
function isConstant({ defs: [definition], references }: Variable): boolean {
  if (references.some((reference) => reference.isWrite() && !reference.init)) return false;
  const declarator = definition?.node as AnyNode | undefined;
  if (declarator?.type === 'FunctionDeclaration') return true;
  return declarator?.type === 'VariableDeclarator' && PLAIN.has(declarator.init?.type ?? '');
}

const PLAIN = new Set(['Literal', 'TemplateLiteral', 'UnaryExpression']);

/** Whether data is read out of a variable, and no method of it called: `v.data`, `const { data } = v`, `f(v.data)`. */
function isRead(identifier: AnyNode, parent: AnyNode | undefined, grandparent: AnyNode | undefined): boolean {
  if (parent?.type === 'VariableDeclarator') return parent.init === identifier && parent.id.type === 'ObjectPattern';
  if (parent?.type !== 'MemberExpression' || parent.object !== identifier) return false;
  if (grandparent?.type === 'CallExpression') return grandparent.callee !== parent;
  return grandparent?.type !== 'AssignmentExpression' || grandparent.left !== parent;
}
