// What a profile judges: reads a file of thresholds/, lays it over the one that it extends, and checks it.
import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { ruleProblems } from './esbuild.rule-checks.mjs';

/**
 * The limits of a profile, whole. A file that `extends` another says only how it differs: a rule with an `id` of the other
 * file changes the fields that it states, any other rule is added behind the rule stated before it, and `drop` leaves
 * rules out.
 *
 * @param folder that holds `<profile>.json` and what it extends
 * @returns `limits`, and in `problems` a line for each fault
 */
export function readLimits(folder, profile) {
  const file = `${folder}/${profile}.json`;
  const stated = parse(file);
  if (stated.problem) return { problems: [stated.problem] };
  const problems = schemaProblems(file, stated.json);
  if (problems.length > 0) return { problems };
  if (stated.json.extends === undefined)
    return { limits: stated.json, problems: wholeProblems(file, profile, stated.json) };
  const base = parse(`${folder}/${stated.json.extends}.json`);
  if (base.problem) return { problems: [`Bad ${file}: /extends: ${base.problem}`] };
  if (base.json.extends !== undefined)
    return { problems: [`Bad ${file}: /extends is "${stated.json.extends}", which extends another; name that one`] };
  const known = base.json.rules.map(({ id }) => id);
  const unknown = (stated.json.drop ?? []).filter((id) => !known.includes(id));
  if (unknown.length > 0)
    return {
      problems: unknown.map((id) => `Bad ${file}: /drop has "${id}", and ${stated.json.extends} has no such rule`),
    };
  const limits = expand(base.json, stated.json);
  const faults = schemaProblems(file, limits);
  return { limits, problems: faults.length > 0 ? faults : wholeProblems(file, profile, limits) };
}

/** A file laid over the one that it extends. */
function expand(base, { extends: _name, drop = [], rules: stated, ...rest }) {
  const changes = new Map(stated.map((rule) => [rule.id, rule]));
  const rules = base.rules.filter(({ id }) => !drop.includes(id)).map((rule) => merge(rule, changes.get(rule.id)));
  for (const [index, rule] of stated.entries()) {
    if (rules.some(({ id }) => id === rule.id)) continue;
    const before = rules.findIndex(({ id }) => id === stated[index - 1]?.id);
    rules.splice(before < 0 ? rules.length : before + 1, 0, rule);
  }
  return { ...rest, rules };
}

function merge(rule, change = {}) {
  return { ...rule, ...change, floor: { ...rule.floor, ...change.floor } };
}

function parse(file) {
  try {
    return { json: JSON.parse(readFileSync(file, 'utf8')) };
  } catch (error) {
    return { problem: `Cannot read ${file}: ${error.message}` };
  }
}

const schema = JSON.parse(readFileSync(new URL('thresholds/thresholds.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv({ allErrors: true, verbose: true, strictTypes: false }).compile(schema);

function schemaProblems(file, limits) {
  return validate(limits) ? [] : validate.errors.map((error) => `Bad ${file}: ${explain(error)}`);
}

/** What a schema cannot say. */
function wholeProblems(file, profile, limits) {
  const { profile: named, rules } = limits;
  const ids = rules.map(({ id }) => id);
  const scenarioFile = `src/k6/scenarios/${profile}.ts`;
  return [
    ...(existsSync(scenarioFile) ? [] : [`Bad ${file}: there is no ${scenarioFile} that it could be the limits of`]),
    ...(named === profile ? [] : [`Bad ${file}: /profile is "${named}", expected the name of the file`]),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `Bad ${file}: two rules have the id "${id}"`),
    ...ruleProblems(file, limits),
  ];
}

function explain({ instancePath, message, params, data }) {
  const allowed = params.allowedValues ?? params.additionalProperty ?? '';
  const value = typeof data === 'object' ? '' : ` (is ${JSON.stringify(data)})`;
  return `${instancePath || '/'} ${message}${allowed === '' ? '' : `: ${allowed}`}${value}`;
}
