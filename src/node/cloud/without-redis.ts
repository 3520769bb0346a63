const PIN = /^"use k6 with k6\/x\/redis [^"]*";\n/;
const IMPORT = /^import \{ Client(?: as (\w+))? \} from "k6\/x\/redis";$/m;

/**
 * The bundle without its import of k6/x/redis, for a run that observes no Redis: which version of the extension a cloud has,
 * and whether it has one, does not matter then.
 *
 * @throws Error when the bundle is not built as it should be
 */
export function withoutRedis(bundle: string): string {
  const script = bundle.replace(PIN, '').replace(IMPORT, (_import, name = 'Client') => `const ${name} = undefined;`);
  if (script.includes('from "k6/x/redis"')) throw new Error('The bundle imports k6/x/redis in a way that is not known');
  return script;
}
