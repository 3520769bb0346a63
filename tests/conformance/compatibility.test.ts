import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MODULES as EMBEDDED_MODULES } from '../../src/engine/modules/module-table.ts';
import { IGNORED_OPTIONS, UNSUPPORTED_OPTIONS } from '../../src/engine/options/read-options.ts';
import { hasK6, K6_SKIP_REASON } from '../helpers/k6-on-path.ts';
import { runScript } from '../helpers/run-script.ts';
import { renderCompatibility } from './render-compatibility.ts';
import { readScripts } from './topics.ts';

const SURFACE_FILE = 'tests/conformance/answers/k6-surface.json';
const PAGE_FILE = 'docs/k6-compatibility.md';
const isRecording = Boolean(process.env.RECORD_ANSWERS);

/** What there is: modules with the names they export, and options. */
interface Surface {
  readonly version: string;
  readonly modules: Readonly<Record<string, readonly string[]>>;
  readonly options: readonly string[];
}

const MODULES = [
  ...[
    'k6',
    'k6/browser',
    'k6/crypto',
    'k6/crypto/x509',
    'k6/data',
    'k6/encoding',
    'k6/execution',
    'k6/html',
    'k6/http',
  ],
  ...['k6/metrics', 'k6/net/grpc', 'k6/secrets', 'k6/timers', 'k6/websockets', 'k6/ws', 'k6/x/redis'],
  ...['k6/experimental/csv', 'k6/experimental/fs', 'k6/experimental/streams'],
];

test.skipIf(!hasK6)(`the modules and options of k6 are those that are written down ${K6_SKIP_REASON}`, async () => {
  const modules = await exportsOf('k6', MODULES);
  const inspected = await runScript('export default function () {}', { engine: 'k6', command: 'inspect' });
  const options = Object.keys(JSON.parse(inspected.stdout) as object).sort();
  const version = /v\d+\.\d+\.\d+/.exec(spawnSync('k6', ['version'], { encoding: 'utf8' }).stdout)?.[0] ?? '';
  const surface = { version, modules, options };
  if (isRecording) writeFileSync(SURFACE_FILE, `${JSON.stringify(surface, null, 2)}\n`);
  expect(JSON.parse(readFileSync(SURFACE_FILE, 'utf8'))).toEqual(surface);
});

test(`${PAGE_FILE} is what the scripts and both engines say`, async () => {
  const surface = JSON.parse(readFileSync(SURFACE_FILE, 'utf8')) as Surface;
  const present = await exportsOf('embedded', Object.keys(EMBEDDED_MODULES));
  const page = renderCompatibility({
    ...surface,
    present,
    refusedOptions: UNSUPPORTED_OPTIONS,
    ignoredOptions: IGNORED_OPTIONS,
    scripts: readScripts(),
  });
  if (isRecording) writeFileSync(PAGE_FILE, page);
  expect(page, `run RECORD_ANSWERS=1 make conformance to write ${PAGE_FILE} anew`).toBe(
    readFileSync(PAGE_FILE, 'utf8'),
  );
});

/** The names that modules export, those of the default export included, and the methods of a Redis client. */
async function exportsOf(engine: 'k6' | 'embedded', modules: readonly string[]): Promise<Record<string, string[]>> {
  const source = `
    ${modules.map((name, index) => `import * as m${index} from '${name}';`).join('\n')}
    const namesOf = (module) => [...new Set([module, module.default ?? {}].flatMap((each) => Object.keys(each)))];
    export default function () {
      const modules = { ${modules.map((name, index) => `'${name}': namesOf(m${index})`).join()} };
      const client = new m${modules.indexOf('k6/x/redis')}.Client('redis://127.0.0.1');
      const methods = [];
      for (let each = client; each && each !== Object.prototype; each = Object.getPrototypeOf(each)) {
        methods.push(...Object.getOwnPropertyNames(each).filter((name) => typeof client[name] === 'function'));
      }
      console.log(JSON.stringify({ ...modules, 'k6/x/redis Client': methods }));
    }
  `;
  const { stderr } = await runScript(source, { engine, args: engine === 'k6' ? ['--log-format=raw'] : [] });
  const line = stderr.split('\n').find((each) => each.includes('k6/x/redis Client')) ?? '';
  const text = engine === 'k6' ? line : JSON.parse(/ msg=(".*") source/.exec(line)?.[1] ?? '""');
  if (text === '') throw new Error(`Cannot tell the exports of ${engine}: ${stderr}`);
  const named = Object.entries(JSON.parse(text) as Record<string, string[]>);
  return Object.fromEntries(
    named.map(([module, names]) => [
      module,
      [...new Set(names)].filter((name) => name !== 'default' && !(name in Object.prototype)).sort(),
    ]),
  );
}
