import { type BundledScript, ENGINE } from './bundle-script.ts';

/** A module that a script imports, and what it takes from it by name. */
export interface ImportedModule {
  readonly specifier: string;
  /** From 1, in the bundled script. */
  readonly line: number;
  readonly names: readonly string[];
}

/** What the code of a script finds under the name {@link ENGINE}. */
export interface EngineOfScript {
  /** What a module of k6 exports by default; its fields are the other names that it exports. */
  readonly import: (specifier: string) => Record<string, unknown>;
  /** All that it exports, by name. */
  readonly importAll: (specifier: string) => Record<string, unknown>;
  /** Takes the exports of the script: name to a function that reads the current value. */
  readonly export: (getters: Readonly<Record<string, () => unknown>>) => void;
  /** Takes those of a CommonJS module. */
  readonly exportAll: (exported: unknown) => void;
  /** `import.meta.resolve`. */
  readonly resolve: (specifier: string) => string;
  /** `__ITER`. */
  readonly state: { readonly iteration: number | undefined };
}

/** A script as the body of a function. */
export interface FunctionCode {
  /** Returns an async function that runs the script. Each of its lines has the number that it has in the bundle. */
  readonly code: string;
  readonly imports: readonly ImportedModule[];
}

const IMPORT = /^import (?:([^"';]*?) from )?"([^"\n]+)";$/gm;
const EXPORT = /^export \{([^}]*)\};$/gm;
const COMMON_JS_EXPORT = /^export default ([\w$]+\(\));$/gm;

/** Turns the imports and exports of a bundled script into calls of the engine. */
export function functionCodeOf({ code, isCommonJs }: BundledScript): FunctionCode {
  const imports: ImportedModule[] = [];
  const imported: string[] = [];
  const getters: string[] = [];
  const body = code
    .replace(/^#!/, '//')
    .replace(IMPORT, (statement, bindings: string | undefined, specifier: string, offset: number) => {
      const names: string[] = [];
      imported.push(...declarationsOf(bindings, specifier, names));
      imports.push({ specifier, line: code.slice(0, offset).split('\n').length, names });
      return linesOf(statement);
    })
    .replace(EXPORT, (statement, list: string) => {
      for (const { name, alias } of bindingsOf(list)) getters.push(`${JSON.stringify(alias)}:()=>${name}`);
      return linesOf(statement);
    })
    .replace(COMMON_JS_EXPORT, (_, exported: string) => `${ENGINE}.exportAll(${exported});`);
  const exports = getters.length > 0 ? `${ENGINE}.export({${getters.join()}});` : '';
  // CommonJS that does not ask for it is not strict.
  const mode = isCommonJs ? '' : '"use strict";';
  return { code: `${mode}${imported.join('')}return async function(){${exports}${body}\n}`, imports };
}

/** `http, { get as g }` and `* as k6` as declarations; those in braces by their names into `names`. */
function declarationsOf(bindings: string | undefined, specifier: string, names: string[]): string[] {
  const name = JSON.stringify(specifier);
  const module = `${ENGINE}.import(${name})`;
  if (bindings === undefined) return [`${module};`];
  const [, byDefault, , all, list] = /^([\w$]+)?(, )?(?:\* as ([\w$]+))?(?:\{([^}]*)\})?$/.exec(bindings) ?? [];
  return [
    ...(byDefault === undefined ? [] : [`const ${byDefault}=${module};`]),
    ...(all === undefined ? [] : [`const ${all}=${ENGINE}.importAll(${name});`]),
    ...bindingsOf(list ?? '').map((binding) => {
      if (binding.name === 'default') return `const ${binding.alias}=${module};`;
      names.push(binding.name);
      return `const ${binding.alias}=${module}[${JSON.stringify(binding.name)}];`;
    }),
  ];
}

/** `a, b as c` as pairs. */
function bindingsOf(list: string): { readonly name: string; readonly alias: string }[] {
  return list
    .split(',')
    .map((item) => item.trim().split(' as '))
    .filter(([name]) => name !== '')
    .map(([name = '', alias = name]) => ({ name, alias }));
}

function linesOf(text: string): string {
  return text.replace(/[^\n]/g, '');
}
