import { MODULES } from '../modules/module-table.ts';
import type { VirtualUser } from '../vu/virtual-user.ts';
import type { ImportedModule } from './transform/rewrite-module.ts';

/** A module, or a part of one, that a script uses and this engine does not have. */
export interface MissingImport {
  readonly name: string;
  readonly line: number;
}

/** All that the imports of a script ask for in vain. */
export function findMissingImports(imports: readonly ImportedModule[], probe: VirtualUser): MissingImport[] {
  const missing = new Map<string, MissingImport>();
  for (const { specifier, line, names } of imports) {
    const create = Object.hasOwn(MODULES, specifier) ? MODULES[specifier] : undefined;
    if (!create) {
      missing.set(specifier, { name: `module "${specifier}"`, line });
      continue;
    }
    const exports = create(probe);
    for (const { name, line: nameLine, through } of names) {
      const holder = through === 'default' ? exports.default : exports;
      if (isHolder(holder) && name in holder) continue;
      missing.set(`${specifier} ${name}`, { name: `"${name}" of "${specifier}"`, line: nameLine });
    }
  }
  return [...missing.values()];
}

function isHolder(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
