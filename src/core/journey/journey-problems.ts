import { isRecord } from '../records/is-record.ts';
import { isLimit } from '../settings/own-limits.ts';

/** Names become scenarios of k6 and values of tags. */
const NAME = /^[a-z][a-z0-9_-]{0,39}$/i;
const VARIABLE = /^[A-Z][A-Z0-9_]{1,39}$/;
/** Scenarios of the profiles that run beside the requests. */
export const TAKEN = ['observer', 'settled', 'fault', 'recover'];
const CACHE_USES = ['warm', 'miss', 'none'];
/** Ids of rules that there are for each request, which may have a limit of its own. */
export const LIMITED = ['scenario-latency-p95', 'dropped-iterations'];
const SECRETS = [undefined, 'url', 'all'];

/**
 * What is wrong with a journey, a line each. A file may export anything, whatever its types say.
 *
 * @param taken names of variables that are not the journey's
 */
export function journeyProblems(journey: unknown, taken: readonly string[]): string[] {
  if (!isRecord(journey) || !isRecord(journey.requests)) {
    return ['the default export is no journey: write export default journey({ requests: { … } })'];
  }
  const requests = Object.entries(journey.requests);
  if (requests.length === 0) return ['requests is empty: name at least one'];
  return [
    ...requests.flatMap(([name, request]) => requestProblems(name, request)),
    ...shareProblems(requests),
    ...Object.entries(isRecord(journey.variables) ? journey.variables : {}).flatMap(([name, variable]) =>
      variableProblems(name, variable, taken),
    ),
    ...(journey.setup === undefined || typeof journey.setup === 'function' ? [] : ['setup is no function']),
  ];
}

function requestProblems(name: string, request: unknown): string[] {
  const where = `request ${JSON.stringify(name)}`;
  if (!NAME.test(name)) {
    return [`${where}: a name is up to 40 letters, digits, _ and -, and begins with a letter`];
  }
  if (TAKEN.includes(name)) return [`${where}: this is the name of a scenario of poolproof; choose another`];
  if (!isRecord(request)) return [`${where} is no object with share, cache and send`];
  const { share, cache, send, check = {}, expect = 200, limits = {} } = request;
  return [
    ...(isShare(share)
      ? []
      : [`${where}: share is ${shown(share)}; give a whole number of percent from 1 to 100, or it is never sent`]),
    ...(CACHE_USES.includes(`${cache}`)
      ? []
      : [
          `${where}: cache is ${shown(cache)}; give 'warm' (a cache can answer it), 'miss' (none can) or 'none' (it does not ask a cache)`,
        ]),
    ...(typeof send === 'function' ? [] : [`${where}: send is ${shown(send)}; give a function that sends it`]),
    ...checkProblems(where, check),
    ...limitProblems(where, limits),
    ...([expect].flat().every(isStatus)
      ? []
      : [`${where}: expect is ${shown(expect)}; give a status such as 201, or several`]),
  ];
}

function checkProblems(where: string, check: unknown): string[] {
  if (!isRecord(check)) return [`${where}: check is ${shown(check)}; give an object of functions by their names`];
  return Object.entries(check).flatMap(([name, test]) => [
    ...(typeof test === 'function' ? [] : [`${where}: check ${JSON.stringify(name)} is no function`]),
    ...(name.includes('::') ? [`${where}: check ${JSON.stringify(name)}: k6 allows no :: in a name`] : []),
  ]);
}

function limitProblems(where: string, limits: unknown): string[] {
  if (!isRecord(limits)) return [`${where}: limits is ${shown(limits)}; give an object of numbers by the id of a rule`];
  return Object.entries(limits).flatMap(([id, limit]) => {
    if (!LIMITED.includes(id)) {
      return [`${where}: limits has ${JSON.stringify(id)}, which no request can have: give ${LIMITED.join(' or ')}`];
    }
    if (limit === undefined || isLimit(limit)) return [];
    return [`${where}: limits has ${id}: ${shown(limit)}; give a number from 0, or null to leave the rule out`];
  });
}

function shareProblems(requests: readonly (readonly [string, unknown])[]): string[] {
  const shares = requests.map(([name, request]) => [name, isRecord(request) ? request.share : undefined] as const);
  if (!shares.every(([, share]) => isShare(share))) return [];
  const sum = shares.reduce((total, [, share]) => total + Number(share), 0);
  if (sum === 100) return [];
  return [
    `the shares make ${sum} % and not 100: ${shares.map(([name, share]) => `${name} ${share}`).join(', ')}; change one of them`,
  ];
}

function variableProblems(name: string, variable: unknown, taken: readonly string[]): string[] {
  const where = `variable ${JSON.stringify(name)}`;
  if (!VARIABLE.test(name)) return [`${where}: a name is of capitals, digits and _, such as USER_NAME`];
  if (taken.includes(name) || name.startsWith('K6_')) return [`${where}: this name is taken; choose another`];
  if (!isRecord(variable)) return [`${where} is no object with about`];
  const { about, fallback = '', parse = String, secret } = variable;
  return [
    ...(typeof about === 'string' ? [] : [`${where}: about is missing; say in one line what it is for`]),
    ...(typeof fallback === 'string' ? [] : [`${where}: fallback is ${shown(fallback)}; give a text`]),
    ...(typeof parse === 'function' ? [] : [`${where}: parse is no function`]),
    ...(SECRETS.includes(secret as string) ? [] : [`${where}: secret is ${shown(secret)}; give 'url' or 'all'`]),
  ];
}

function isShare(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 100;
}

function isStatus(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 100 && Number(value) <= 599;
}

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  return typeof value === 'function' ? 'a function' : (JSON.stringify(value) ?? String(value));
}
