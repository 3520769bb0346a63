import { fieldOf, setField } from '../../core/records/named-fields.ts';
import { EXECUTOR_FIELDS, OPTION_NAMES, SCENARIO_FIELDS } from './export-options.ts';
import { isRecord } from './field-reader.ts';

type Fields = Readonly<Record<string, unknown>>;

const SHORTCUTS = ['vus', 'duration', 'iterations', 'stages', 'scenarios'];
const OTHER_NAMES = ['cloud', 'dns', 'summaryTrendStats', 'systemTags'];
const THRESHOLD_FIELDS = ['threshold', 'abortOnFail', 'delayAbortEval'];
const INTEGERS = new Set(
  'batch batchPerHost iterations maxRedirects maxVUs preAllocatedVUs rate rps startRate startVUs target vus'.split(' '),
);

/**
 * Options as k6's JSON decoder reads them: names in any case, whole numbers also as text, and an empty text for a number
 * that is not set. What is neither is left for those who check it.
 */
export function canonicalOptions(given: Fields): Fields {
  const options = renamed(given, [...OPTION_NAMES, ...SHORTCUTS, ...OTHER_NAMES]);
  return {
    ...options,
    ...change(options, 'stages', canonicalStages),
    ...change(options, 'scenarios', (scenarios) => mapFields(scenarios, canonicalScenario)),
    ...change(options, 'thresholds', (thresholds) => mapFields(thresholds, canonicalThresholds)),
    ...change(options, 'tags', (tags) => mapFields(tags, emptyForNull)),
  };
}

function canonicalScenario(given: unknown): unknown {
  if (!isRecord(given)) return given;
  const common = renamed(given, [...SCENARIO_FIELDS, 'options']);
  const scenario = renamed(common, fieldOf(EXECUTOR_FIELDS, String(common.executor)) ?? []);
  return {
    ...scenario,
    ...change(scenario, 'stages', canonicalStages),
    ...change(scenario, 'tags', (tags) => mapFields(tags, emptyForNull)),
    ...change(scenario, 'env', (env) => mapFields(env, emptyForNull)),
  };
}

function canonicalStages(stages: unknown): unknown {
  if (!Array.isArray(stages)) return stages;
  return stages.map((stage: unknown) => (isRecord(stage) ? renamed(stage, ['duration', 'target']) : stage));
}

function canonicalThresholds(list: unknown): unknown {
  if (list === null) return [];
  if (!Array.isArray(list)) return list;
  return list.map((entry: unknown) => (isRecord(entry) ? renamed(entry, THRESHOLD_FIELDS) : entry));
}

/** Of several spellings of a name the last one counts, in the order of the alphabet. */
function renamed(fields: Fields, names: readonly string[]): Record<string, unknown> {
  const byLowerCase = new Map(names.map((name) => [name.toLowerCase(), name]));
  const canonical: Record<string, unknown> = {};
  for (const key of Object.keys(fields).sort()) {
    const name = byLowerCase.get(key.toLowerCase()) ?? key;
    setField(canonical, name, INTEGERS.has(name) ? integerOf(fields[key]) : fields[key]);
  }
  return canonical;
}

function integerOf(value: unknown): unknown {
  if (value === '') return null;
  return typeof value === 'string' && /^[+-]?\d+$/.test(value) ? Number(value) : value;
}

function change(fields: Fields, name: string, toCanonical: (value: unknown) => unknown): Fields {
  return fields[name] === undefined ? {} : { [name]: toCanonical(fields[name]) };
}

function mapFields(value: unknown, map: (field: unknown) => unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, map(field)]));
}

function emptyForNull(value: unknown): unknown {
  return value ?? '';
}
