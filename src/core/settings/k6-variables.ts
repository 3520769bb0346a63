import type { Environment } from './variable.ts';

/** Options of k6 that it reads from variables, each without its `K6_`, by what they would change. */
const OPTIONS = {
  scenarios: 'DURATION ITERATIONS STAGES VUS',
  load:
    'BATCH BATCH_PER_HOST BLACKLIST_IPS BLOCK_HOSTNAMES DNS HOSTS HTTP_DEBUG INSECURE_SKIP_TLS_VERIFY LINGER LOCAL_IPS ' +
    'MAX_REDIRECTS MIN_ITERATION_DURATION NO_CONNECTION_REUSE NO_COOKIES_RESET NO_SETUP NO_TEARDOWN NO_VU_CONNECTION_REUSE ' +
    'PAUSED RPS SETUP_TIMEOUT TEARDOWN_TIMEOUT THROW TLSAUTH TLS_CIPHER_SUITES USER_AGENT',
  verdict:
    'COMPATIBILITY_MODE CONFIG DISCARD_RESPONSE_BODIES FEATURES HANDLE_SUMMARY_TIMEOUT INCLUDE_SYSTEM_ENV_VARS ' +
    'NEW_MACHINE_READABLE_SUMMARY NO_THRESHOLDS SUMMARY_MODE SUMMARY_TIME_UNIT SUMMARY_TREND_STATS SYSTEM_TAGS THRESHOLDS TYPE',
  /** Where else k6 writes to: the run stays what it is. */
  outputs: 'CONSOLE_OUTPUT LOG_FORMAT LOG_OUTPUT OUT SECRET_SOURCE SUMMARY_EXPORT TAGS TRACES_OUTPUT WEB_DASHBOARD',
} as const;

type Change = keyof typeof OPTIONS;

const WHY: Readonly<Record<Change, string>> = {
  scenarios: "it would replace the profile's scenarios; unset it and use RATE and DURATION",
  load: 'it would change the load of the profile; unset it and use the variables of poolproof',
  verdict: 'it would change what is judged; unset it',
  outputs: 'only k6 has it; unset it, or put k6 on PATH and use ENGINE=k6',
};

/** A value that cannot be a secret. */
const PLAIN = /^[\w.%]{1,12}$/;

/** Every variable from which k6 takes options. */
export const K6_VARIABLES: readonly string[] = Object.keys(OPTIONS).flatMap((change) => namesOf(change as Change));

/** Variables of k6 with which the run would be another than the profile's, a line for each. */
export function k6VariableProblems(env: Environment): string[] {
  return [...problemsOf('scenarios', env), ...problemsOf('load', env), ...problemsOf('verdict', env)];
}

/** Variables of k6 that ask for what the embedded engine does not have, a line for each. */
export function k6OutputProblems(env: Environment): string[] {
  return problemsOf('outputs', env);
}

/** What is wrong with K6_TAGS: k6 takes `name:value`, separated by commas. */
export function tagProblems({ K6_TAGS = '' }: Environment): string[] {
  if (K6_TAGS.trim() === '') return [];
  return K6_TAGS.split(',')
    .filter((tag) => !/^[^:]+:[^:]*$/.test(tag))
    .map(
      (tag) =>
        `K6_TAGS="${quotable(tag)}" is not allowed: give name:value, separated by commas, such as K6_TAGS=team:search`,
    );
}

function problemsOf(change: Change, env: Environment): string[] {
  return namesOf(change)
    .filter((name) => env[name])
    .map((name) => `${name}="${quotable(env[name] ?? '')}" is not allowed: ${WHY[change]}`);
}

function namesOf(change: Change): string[] {
  return OPTIONS[change].split(' ').map((option) => `K6_${option}`);
}

/** As it may stand in a line of output. */
export function quotable(value: string): string {
  return PLAIN.test(value) ? value : '…';
}
