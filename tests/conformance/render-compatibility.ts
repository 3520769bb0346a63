import type { ConformanceScript } from './topics.ts';

const CONSTANT = /^(TLS|OCSP)_/;

interface Facts {
  /** Of k6. */
  readonly version: string;
  /** What k6's modules export. */
  readonly modules: Readonly<Record<string, readonly string[]>>;
  readonly options: readonly string[];
  /** What the embedded engine's modules export. */
  readonly present: Readonly<Record<string, readonly string[]>>;
  readonly refusedOptions: readonly string[];
  readonly ignoredOptions: readonly string[];
  readonly scripts: readonly ConformanceScript[];
}

/** docs/k6-compatibility.md: what of k6 the embedded engine has, and which scripts show it. */
export function renderCompatibility(facts: Facts): string {
  const { version, scripts } = facts;
  const topics = [...new Set(scripts.map(({ topic }) => topic))];
  return `${[
    '# Compatibility with k6',
    `Written by \`make conformance RECORD_ANSWERS=1\`; a test fails when it is out of date. k6 ${version} and the embedded engine ran the same ${scripts.length} scripts of ${topics.length} topics (\`tests/conformance/scripts\`); both must give the same exit code, log, checks, counts, thresholds and summary, key by key. How the engine works, and where it must differ: [embedded-engine.md](embedded-engine.md).`,
    '## Modules',
    'If a script imports something that the engine does not have, the engine names it before anything runs, ends with exit code 107 and advises you to install k6, which would run the script. "Shown by" lists the topics whose scripts use an export.',
    ...Object.keys(facts.modules)
      .filter((module) => facts.present[module])
      .map((module) => renderModule(module, facts)),
    '### Refused as a whole',
    `${Object.keys(facts.modules)
      .filter((module) => !facts.present[module])
      .map((module) => `\`${module}\``)
      .join(', ')}, other extensions, and imports from the network.`,
    'Of responses, `html()`, `submitForm()` and `clickLink()`; of request parameters, `auth: "digest"` and `auth: "ntlm"`. A script awaits the calls that block on k6: `await http.get(…)`, `await sleep(…)`. TypeScript, CommonJS (`require`) and files that a script imports are supported.',
    '## Options',
    ...renderOptions(facts),
    '## Topics',
    table(
      ['topic', 'script', 'what it shows'],
      scripts.map(({ topic, name, fileName, title }) => [
        topic,
        `[${name}](../tests/conformance/scripts/${topic}/${fileName})`,
        cell(title),
      ]),
    ),
    '## Differences that scripts show',
    table(
      ['script', 'differs in', 'why'],
      scripts.flatMap(({ topic, name, difference }) =>
        difference ? [[`${topic}/${name}`, difference.part, cell(difference.reason)]] : [],
      ),
    ),
  ]
    .map(wrapped)
    .join('\n\n')}\n`;
}

/** A paragraph in lines as those of other pages; headings, tables and what has several lines stay. */
function wrapped(text: string): string {
  return /^#|\n/.test(text) ? text : text.replace(/(.{1,128})(?: |$)/g, '$1\n').trimEnd();
}

function renderModule(module: string, { modules, present, scripts }: Facts): string {
  const specifier = module.split(' ')[0] ?? module;
  const importing = scripts.filter(({ source }) => source.includes(`'${specifier}'`));
  const names = (modules[module] ?? []).filter((name) => !CONSTANT.test(name));
  const rows = names.map((name) => {
    const isThere = present[module]?.includes(name);
    const shownBy = importing.filter(({ source }) => new RegExp(`\\b${name}\\b`).test(source));
    const topics = [...new Set(shownBy.map(({ topic }) => topic))];
    return [`\`${name}\``, isThere ? 'yes' : 'refused', isThere ? topics.join(', ') || '–' : ''];
  });
  const constants = (modules[module] ?? []).filter((name) => CONSTANT.test(name));
  const all = constants.every((name) => present[module]?.includes(name));
  if (constants.length > 0)
    rows.push([`${constants.length} constants \`TLS_…\`, \`OCSP_…\``, all ? 'yes' : 'refused', 'http']);
  return `### ${module}\n\n${table(['export', 'embedded engine', 'shown by'], rows)}`;
}

function renderOptions({ options, refusedOptions, ignoredOptions }: Facts): string[] {
  const list = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');
  const taken = options.filter((name) => !refusedOptions.includes(name) && !ignoredOptions.includes(name));
  return [
    `Supported: ${list(taken)}.`,
    `Refused with exit code 104, because the run would not be what the script asks for: ${list(refusedOptions)}.`,
    `Ignored, since they mean nothing here: ${list(ignoredOptions)}.`,
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
