// What no schema can say of a rule: whether its metric, its statistic, its scenarios and its settings are there at all, and
// whether its limit can be held and missed. All of it is read from the sources that say it.
import { readdirSync, readFileSync } from 'node:fs';
import { transform } from 'esbuild';
import { BUILTIN_METRICS, METRICS } from './esbuild.catalogue.mjs';

const STATISTICS = {
  counter: ['count', 'rate'],
  gauge: ['value'],
  rate: ['rate'],
  trend: ['avg', 'max', 'med', 'min', 'p'],
};

const sources = (folder) =>
  readdirSync(new URL(folder, import.meta.url), { recursive: true })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(`${folder}/${file}`, import.meta.url), 'utf8'))
    .join('\n');

const settings = [...sources('src/core/settings').matchAll(/^ {4}name: '([A-Z_]+)'/gm)].map(([, name]) => name);
const metrics = new Map(Object.entries(METRICS));
const PLACEHOLDERS = [
  ...sources('src/k6/lazy').matchAll(/\b([A-Z_]+): (?:expectedMaxConnections|settleTolerance)\b/g),
].map(([, name]) => name);

/** A line for each fault of limits that are whole, and sound by their schema. */
export function ruleProblems(file, { defaults = {}, requires = [], rules, stops = [] }) {
  const unknown = (where, names) =>
    names
      .filter((name) => !settings.includes(name))
      .map((name) => `Bad ${file}: ${where} has "${name}", which is no setting of the load: ${settings.join(', ')}`);
  return [
    ...unknown('/defaults', Object.keys(defaults)),
    ...unknown('/requires', requires),
    ...rules.flatMap((rule, index) => conditionProblems(`Bad ${file}: /rules/${index}`, rule)),
    ...rules.flatMap(({ floor }, index) =>
      metrics.get(floor.counter)?.type === 'counter'
        ? []
        : [`Bad ${file}: /rules/${index}/floor/counter is "${floor.counter}", which is no counter that is measured`],
    ),
    ...stops.flatMap((stop, index) => conditionProblems(`Bad ${file}: /stops/${index}`, stop)),
  ];
}

function conditionProblems(where, { metric, threshold }) {
  const type = metrics.get(metric)?.type;
  if (type === undefined) return [`${where}/metric is "${metric}", which nobody measures`];
  const [, statistic, operator, limit, placeholder] =
    /^(\w+)[^<>=!]*?(<=|>=|<|>|={2,3}|!=) ?(?:([\d.]+)|\{(\w+)\})$/.exec(threshold);
  const allowed = STATISTICS[type];
  if (!allowed.includes(statistic))
    return [`${where}/threshold asks for ${statistic}, and ${metric} is a ${type}, which has ${allowed.join(', ')}`];
  if (placeholder !== undefined)
    return PLACEHOLDERS.includes(placeholder)
      ? []
      : [`${where}/threshold has {${placeholder}}; a limit may name ${PLACEHOLDERS.join(', ')}`];
  const most = type === 'rate' ? 1 : Number.MAX_SAFE_INTEGER;
  // Within the range of its values: the ends, a value between, and what is at the limit or beside it.
  const values = [0, most / 2, most, Number(limit), Number(limit) - 1e-9, Number(limit) + 1e-9].filter(
    (value) => value >= 0 && value <= most,
  );
  const held = values.filter((value) => holds(value, operator, Number(limit))).length;
  if (Number(limit) > most)
    return [`${where}/threshold is "${threshold}": no ${statistic} of ${metric} is above ${most}`];
  if (held === 0) return [`${where}/threshold is "${threshold}", which can never be held`];
  return held === values.length ? [`${where}/threshold is "${threshold}", which can never be missed`] : [];
}

function holds(value, operator, limit) {
  if (operator === '<') return value < limit;
  if (operator === '<=') return value <= limit;
  if (operator === '>') return value > limit;
  if (operator === '>=') return value >= limit;
  return operator === '!=' ? value !== limit : value === limit;
}

/**
 * What a built profile says of its limits when it lays them over its scenarios, and which of their metrics it does not
 * make: a line for each fault.
 */
export async function layoutProblems(file, bundle, { requires = [], rules, stops = [], perRequest = false }) {
  const { code } = await transform(readFileSync(bundle, 'utf8'), { format: 'cjs' });
  const said = [];
  const made = new Set(Object.keys(BUILTIN_METRICS));
  const env = Object.fromEntries(requires.map((name) => [name, 'http://127.0.0.1:1']));
  const console = { error: (line) => said.push(line), warn() {}, log() {} };
  try {
    const run = new Function('require', 'module', 'exports', '__ENV', '__VU', 'console', code);
    const module = { exports: {} };
    run((name) => k6Of(made)[name], module, module.exports, env, 0, console);
    const scenarios = Object.values(module.exports.options?.scenarios ?? {});
    const areRequests = scenarios.some(({ exec }) => exec === 'steady');
    if (areRequests !== perRequest)
      said.push(
        `/perRequest is ${perRequest}, and its scenarios are ${areRequests ? '' : 'not '}requests of the journey`,
      );
  } catch (error) {
    said.push(error.message);
  }
  const unmade = [
    ...rules.flatMap(({ metric, floor }) => [metric, floor.counter]),
    ...stops.map(({ metric }) => metric),
  ]
    .filter((name) => !made.has(name))
    .map((name) => `"${name}" is measured, but not by this profile`);
  return (said.length > 0 ? said : [...new Set(unmade)]).map((line) => `Bad ${file}: ${line}`);
}

class Nothing {}

/** As much of k6 as init code asks for; names of metrics are added to `made`. */
function k6Of(made) {
  class Metric {
    constructor(name) {
      made.add(name);
    }
  }
  return {
    k6: { check() {} },
    'k6/data': {
      SharedArray: function SharedArray(_name, read) {
        return read();
      },
    },
    'k6/execution': { __esModule: true, default: {} },
    'k6/http': { __esModule: true, default: { expectedStatuses() {}, setResponseCallback() {} } },
    'k6/metrics': { Counter: Metric, Gauge: Metric, Rate: Metric, Trend: Metric },
    'k6/x/redis': { Client: Nothing },
  };
}
