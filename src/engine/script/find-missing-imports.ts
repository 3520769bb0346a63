import { MODULES } from '../modules/module-table.ts';
import type { VirtualUser } from '../vu/virtual-user.ts';
import type { ImportedModule } from './function-code.ts';

/** A module, or a part of one, that a script uses and this engine does not have. */
interface MissingImport {
  readonly name: string;
  /** In the bundled script; undefined for what is required. */
  readonly line: number | undefined;
}

/** All that the imports of a script ask for in vain. What it requires, and k6 does not have, it may do without. */
export function findMissingImports(
  imports: readonly ImportedModule[],
  required: readonly string[],
  probe: VirtualUser,
): MissingImport[] {
  const missing = new Map<string, MissingImport>();
  for (const { specifier, line, names } of imports) {
    const create = Object.hasOwn(MODULES, specifier) ? MODULES[specifier] : undefined;
    if (!create) {
      missing.set(specifier, { name: `module "${specifier}"`, line });
      continue;
    }
    const exports = create(probe);
    for (const name of names) {
      if (!(name in exports)) missing.set(`${specifier} ${name}`, { name: `"${name}" of "${specifier}"`, line });
    }
  }
  for (const specifier of required) {
    if (!/^k6(\/|$)/.test(specifier) || Object.hasOwn(MODULES, specifier) || missing.has(specifier)) continue;
    missing.set(specifier, { name: `module "${specifier}"`, line: undefined });
  }
  return [...missing.values()];
}
