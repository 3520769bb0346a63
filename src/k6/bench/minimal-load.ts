import { check } from 'k6';
import exec from 'k6/execution';
import http, { type RefinedResponse } from 'k6/http';
import type { Options } from 'k6/options';

// The load profile as somebody would write it by hand who wants the same requests at the same rates and no verdict.
const { BASE_URL = '', DURATION = '' } = __ENV;
const KEYS = ['dark-mode', 'new-checkout', 'beta-search'];

const scenario = (run: string, rate: number, preAllocatedVUs: number) => ({
  executor: 'constant-arrival-rate' as const,
  exec: run,
  rate,
  timeUnit: '1s',
  duration: DURATION,
  preAllocatedVUs,
});

export const options: Options = {
  scenarios: {
    all_flags: scenario('allFlags', 35, 110),
    single_flag: scenario('singleFlag', 10, 32),
    cache_miss: scenario('cacheMiss', 5, 17),
  },
};

const get = (path: string, name: string) => http.get(`${BASE_URL}${path}`, { tags: { name } });

const isOk = (response: RefinedResponse<'text' | undefined>): void => {
  check(response, { 'status is 200': ({ status }) => status === 200 });
};

export async function allFlags(): Promise<void> {
  isOk(await get('/config/flags', 'list'));
}

export async function singleFlag(): Promise<void> {
  isOk(await get(`/config/flags/${KEYS[exec.scenario.iterationInTest % KEYS.length]}`, 'flag'));
}

export async function cacheMiss(): Promise<void> {
  isOk(await get(`/config/flags?cohort=${Date.now()}-${exec.scenario.iterationInTest}`, 'miss'));
}
