import { isRecord } from '../records/is-record.ts';
import { carriesError, isErrorName, isVariant, saysItsState } from './flag-value.ts';

/**
 * The shapes in which flag APIs answer. A list is an array of flags, or a map by key, either as it is or under `flags`,
 * `features`, `toggles`, `data`, or `data` and one of these. A flag names itself by `key`, `name` or `id`, is an entry of
 * a map, or is its bare state where only one was asked for. Keys are named by strangers, so they live in maps and sets.
 */
export const LIST_SHAPES =
  'an array of flags with a key, name or id each, or a map of them by key, by itself or under flags, features, toggles or data';

/** A longer name is none that anybody gave a flag, and would go into the path of a request. */
const LONGEST_KEY = 1_000;

const LIST_NAMES = ['flags', 'features', 'toggles'];
const FLAG_NAMES = ['flag', 'feature', 'toggle'];

/** What came back where one flag was asked for: it, another one, or nothing that is a flag. */
type FlagAnswer = 'asked for' | 'another' | 'none';

/** The keys of a list of flags; empty when the value is no such list. */
export function flagKeysOf(json: unknown): string[] {
  const data = under(['data'], json);
  const list = under(LIST_NAMES, data);
  if (carriesError(json) || carriesError(data) || carriesError(list)) return [];
  if (Array.isArray(list)) {
    const names = list.map(nameOf).filter((name) => name !== undefined);
    return names.length === list.length ? names : [];
  }
  return isRecord(list) ? keysOfMap(list, list !== data) : [];
}

/** Which flag an answer is, where the one with this key was asked for. */
export function flagAnswerOf(json: unknown, key: string): FlagAnswer {
  const flag = under(FLAG_NAMES, under(LIST_NAMES, under(['data'], json)));
  if (typeof flag === 'boolean') return 'asked for';
  if (!isRecord(flag) || carriesError(json) || carriesError(flag)) return 'none';
  if (Object.hasOwn(flag, key) && (!isErrorName(key) || saysItsState(flag[key]))) return 'asked for';
  const names = namesOf(flag);
  if (names.length > 0) return answerByName(flag, names, key);
  if (flagKeysOf(json).length > 0 && !saysItsState(flag)) return 'another';
  return saysItsState(flag) ? 'asked for' : 'none';
}

/** An error has a name as well, and a message beside it. */
function answerByName(flag: Readonly<Record<string, unknown>>, names: readonly unknown[], key: string): FlagAnswer {
  if (names.includes(key)) return 'asked for';
  return Object.hasOwn(flag, 'message') ? 'none' : 'another';
}

/** The keys of a map by key, which holds nothing but flags; under a name that says so, variants are flags as well. */
function keysOfMap(map: Readonly<Record<string, unknown>>, isNamed: boolean): string[] {
  const entries = Object.entries(map);
  const holdsFlags = entries.every(([, value]) => saysItsState(value) || (isNamed && isVariant(value)));
  const keys = entries.map(([key]) => key);
  return nameOf(map) === undefined && holdsFlags && keys.every(isName) && !keys.every(isErrorName) ? keys : [];
}

/** What stands under the first of these names, where that is an object, a list or a bare flag; else the value itself. */
function under(names: readonly string[], value: unknown): unknown {
  if (!isRecord(value)) return value;
  const name = names.find((each) => Object.hasOwn(value, each));
  const inner = name === undefined ? undefined : value[name];
  const isOnly = Object.keys(value).length === 1;
  return (typeof inner === 'object' && inner !== null) || (typeof inner === 'boolean' && isOnly) ? inner : value;
}

function nameOf(flag: unknown): string | undefined {
  if (isRecord(flag)) return namesOf(flag)[0];
  return isName(flag) ? flag : undefined;
}

function namesOf({ key, name, id }: Readonly<Record<string, unknown>>): string[] {
  return [key, name, id].filter(isName);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_KEY;
}
