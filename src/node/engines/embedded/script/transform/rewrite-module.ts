import type { AnyNode, ExportDefaultDeclaration, ExportNamedDeclaration, ImportDeclaration } from 'acorn';
import type MagicString from 'magic-string';
import type { Unsupported } from './find-unsupported.ts';
import type { ParsedModule } from './parse-module.ts';

/** A module that a script imports, and what it visibly takes from it. */
export interface ImportedModule {
  readonly specifier: string;
  readonly line: number;
  /** Named imports, and members of a default or namespace import (`http.get`) that the script names. */
  readonly names: ReadonlyArray<{
    readonly name: string;
    readonly line: number;
    /** How it was taken: by name, or as a member of the `default` or `namespace` import. */
    readonly through: 'name' | 'default' | 'namespace';
  }>;
}

interface RewrittenModule {
  readonly imports: readonly ImportedModule[];
  readonly exportNames: readonly string[];
  /** The name under which the script's code finds the coroutine runtime. */
  readonly runtime: string;
}

/** Turns the imports, exports and k6 specials of a module into calls of the loader's parameters, line by line. */
export function rewriteModule(
  module: ParsedModule,
  text: MagicString,
  parents: ReadonlyMap<AnyNode, AnyNode>,
  problems: Unsupported[],
): RewrittenModule {
  const free = (name: string): string => (module.names.has(name) ? free(`${name}_`) : name);
  const names = { import: free('$import'), export: free('$export'), co: free('$co'), state: free('$state') };
  const header = new ModuleHeader(module, text, parents, free, names.import);
  for (const statement of module.program.body) header.take(statement, problems);
  rewriteSpecials(module, text, parents, names, problems);

  const { source } = module;
  if (source.startsWith('#!')) text.update(0, 2, '//');
  const aliases = Object.entries(names)
    .filter(([role, name]) => name !== `$${role}`)
    .map(([role, name]) => `const ${name}=$${role};`);
  const getters = [...header.exports].map(([name, value]) => `${JSON.stringify(name)}:()=>${value}`);
  text.prepend(
    `"use strict";${aliases.join('')}${header.imported.join('')}return async function(){${names.export}({${getters.join(',')}});`,
  );
  text.append('\n}');
  return { imports: header.imports, exportNames: [...header.exports.keys()], runtime: names.co };
}

class ModuleHeader {
  readonly imports: ImportedModule[] = [];
  /** Declarations that bind imports, for the start of the code: imports are there before anything runs. */
  readonly imported: string[] = [];
  /** Export name to the expression that reads it. */
  readonly exports = new Map<string, string>();
  readonly #module: ParsedModule;
  readonly #text: MagicString;
  readonly #parents: ReadonlyMap<AnyNode, AnyNode>;
  readonly #free: (name: string) => string;
  readonly #import: string;

  constructor(
    module: ParsedModule,
    text: MagicString,
    parents: ReadonlyMap<AnyNode, AnyNode>,
    free: (name: string) => string,
    importName: string,
  ) {
    this.#module = module;
    this.#text = text;
    this.#parents = parents;
    this.#free = free;
    this.#import = importName;
  }

  take(statement: AnyNode, problems: Unsupported[]): void {
    const attributes = 'attributes' in statement ? statement.attributes : undefined;
    if (attributes?.length) problems.push({ node: statement, reason: 'k6 has no import attributes: remove "with"' });
    switch (statement.type) {
      case 'ImportDeclaration':
        this.#takeImport(statement);
        break;
      case 'ExportNamedDeclaration':
        this.#takeNamedExport(statement);
        break;
      case 'ExportDefaultDeclaration':
        this.#takeDefaultExport(statement);
        break;
      case 'ExportAllDeclaration': {
        if (!statement.exported) {
          problems.push({ node: statement, reason: 'export * hides what it exports: name the exports' });
          break;
        }
        const specifier = String(statement.source.value);
        this.imports.push({ specifier, line: this.#line(statement), names: [] });
        this.exports.set(exportName(statement.exported), this.#importExpression(specifier));
        this.#blank(statement.start, statement.end);
        break;
      }
    }
  }

  #takeImport(statement: ImportDeclaration & AnyNode): void {
    const specifier = String(statement.source.value);
    const names: Array<ImportedModule['names'][number]> = [];
    const module = this.#importExpression(specifier);
    if (statement.specifiers.length === 0) this.imported.push(`${module};`);
    for (const imported of statement.specifiers) {
      const local = imported.local.name;
      if (imported.type === 'ImportNamespaceSpecifier') this.imported.push(`const ${local}=${module};`);
      else {
        const name = imported.type === 'ImportSpecifier' ? exportName(imported.imported) : 'default';
        this.imported.push(`const ${local}=${module}[${JSON.stringify(name)}];`);
        if (name !== 'default') names.push({ name, line: this.#line(imported), through: 'name' });
      }
      const isDefault =
        imported.type === 'ImportDefaultSpecifier' ||
        (imported.type === 'ImportSpecifier' && exportName(imported.imported) === 'default');
      if (isDefault) names.push(...this.#members(imported.local, 'default'));
      else if (imported.type === 'ImportNamespaceSpecifier') names.push(...this.#members(imported.local, 'namespace'));
    }
    this.imports.push({ specifier, line: this.#line(statement), names });
    this.#blank(statement.start, statement.end);
  }

  #members(local: AnyNode, through: 'default' | 'namespace'): ImportedModule['names'] {
    const references = this.#module.variableOf(local)?.references ?? [];
    const identifiers = references.map(({ identifier }) => identifier as AnyNode).sort((a, b) => a.start - b.start);
    return identifiers.flatMap((identifier) => {
      const parent = this.#parents.get(identifier);
      const names: AnyNode[] = [];
      if (parent?.type === 'MemberExpression' && parent.object === identifier && !parent.computed) {
        names.push(parent.property);
      }
      if (parent?.type === 'VariableDeclarator' && parent.init === identifier && parent.id.type === 'ObjectPattern') {
        for (const property of parent.id.properties) {
          if (property.type === 'Property' && !property.computed) names.push(property.key);
        }
      }
      return names.flatMap((name) =>
        name.type === 'Identifier' ? [{ name: name.name, line: this.#line(name), through }] : [],
      );
    });
  }

  #takeNamedExport(statement: ExportNamedDeclaration & AnyNode): void {
    const { declaration, source, specifiers } = statement;
    if (declaration) {
      if (declaration.type === 'VariableDeclaration') {
        for (const { id } of declaration.declarations) for (const name of boundNames(id)) this.exports.set(name, name);
      } else this.exports.set(declaration.id.name, declaration.id.name);
      this.#blank(statement.start, declaration.start);
      return;
    }
    const specifier = source ? String(source.value) : undefined;
    for (const { local, exported } of specifiers) {
      const value =
        specifier === undefined
          ? exportName(local)
          : `${this.#importExpression(specifier)}[${JSON.stringify(exportName(local))}]`;
      this.exports.set(exportName(exported), value);
    }
    if (specifier !== undefined) {
      const names = specifiers.map((item) => ({
        name: exportName(item.local),
        line: this.#line(item),
        through: 'name' as const,
      }));
      this.imports.push({
        specifier,
        line: this.#line(statement),
        names: names.filter(({ name }) => name !== 'default'),
      });
      this.imported.push(`${this.#importExpression(specifier)};`);
    }
    this.#blank(statement.start, statement.end);
  }

  #takeDefaultExport(statement: ExportDefaultDeclaration & AnyNode): void {
    const { declaration } = statement;
    const isDeclaration = declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration';
    if (isDeclaration && declaration.id) {
      this.exports.set('default', declaration.id.name);
      this.#blank(statement.start, declaration.start);
      return;
    }
    const name = this.#free('$default');
    this.exports.set('default', name);
    if (!isDeclaration) {
      const lines = this.#module.source.slice(statement.start, declaration.start);
      const keyword = lines.indexOf('default') + 'default'.length;
      this.#blank(statement.start, statement.start + keyword, `const ${name}=`);
      return;
    }
    this.#blank(statement.start, declaration.start);
    const first = this.#module.tokenIndexAt(declaration.start);
    const keyword = this.#module.tokens
      .slice(first)
      .find(({ type }) => type.label === 'function' || type.label === 'class');
    if (!keyword) return;
    const star =
      'generator' in declaration && declaration.generator
        ? this.#module.source.indexOf('*', keyword.end) + 1
        : keyword.end;
    this.#text.appendRight(star, ` ${name} `);
  }

  #importExpression(specifier: string): string {
    return `${this.#import}(${JSON.stringify(specifier)})`;
  }

  #line(node: AnyNode): number {
    return this.#module.source.slice(0, node.start).split('\n').length;
  }

  /** Removes text but keeps its line breaks. */
  #blank(start: number, end: number, replacement = ''): void {
    const lines = this.#module.source.slice(start, end).replace(/[^\n]/g, '');
    if (start < end) this.#text.update(start, end, `${replacement}${lines}`);
  }
}

function rewriteSpecials(
  module: ParsedModule,
  text: MagicString,
  parents: ReadonlyMap<AnyNode, AnyNode>,
  names: { import: string; state: string },
  problems: Unsupported[],
): void {
  const iterations = module.globalReferences('__ITER');
  const requires = module.globalReferences('require');
  for (const [node, parent] of parents) {
    if (node.type === 'ImportExpression')
      problems.push({ node, reason: 'k6 has no dynamic import(): import at the top' });
    if (node.type === 'MetaProperty' && node.meta.name === 'import') {
      const isResolve =
        parent.type === 'MemberExpression' &&
        !parent.computed &&
        parent.property.type === 'Identifier' &&
        parent.property.name === 'resolve';
      if (isResolve) text.update(node.start, node.end, names.import);
      else problems.push({ node, reason: 'import.meta has only resolve() in k6' });
    }
    if (node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'eval') {
      problems.push({ node, reason: 'eval() next to blocking calls hides what it calls: do without eval' });
    }
    if (node.type === 'CallExpression' && requires.has(node.callee)) {
      problems.push({ node, reason: 'require() hides what it loads: use import' });
    }
    if (iterations.has(node)) {
      const isShorthand = parent.type === 'Property' && parent.shorthand;
      text.update(node.start, node.end, `${isShorthand ? '__ITER:' : ''}${names.state}.iteration`);
    }
  }
}

function exportName(node: AnyNode): string {
  return node.type === 'Identifier' ? node.name : node.type === 'Literal' ? String(node.value) : '';
}

function boundNames(pattern: AnyNode): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        boundNames(property.type === 'Property' ? property.value : property.argument),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? boundNames(element) : []));
    case 'AssignmentPattern':
      return boundNames(pattern.left);
    case 'RestElement':
      return boundNames(pattern.argument);
    default:
      return [];
  }
}
