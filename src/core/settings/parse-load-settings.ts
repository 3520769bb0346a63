import { HIGHEST_RATE } from './highest-rate.ts';
import { LOAD_VARIABLES, type LoadSettings } from './load-settings.ts';
import { hasPlace, type Share, shareByPlace } from './share.ts';
import { type Environment, parseVariables } from './variable.ts';

/**
 * Reads and checks all load variables; `problems` has one line for each that is wrong.
 *
 * @param defaults of a profile, by name of the variable, where they differ from those of the table
 * @param cores of a machine on which the caller starts the processes that share the load; 0 where it starts none
 */
export function parseLoadSettings(
  env: Environment,
  defaults: Environment = {},
  cores = 0,
): { values: LoadSettings; problems: string[] } {
  const { values, problems } = parseVariables(LOAD_VARIABLES, env, defaults);
  const { share: given, shares } = values;
  const byPlace = typeof shares === 'number' && shares > 0 ? shareByPlace(shares, env) : undefined;
  const share = given ?? byPlace ?? null;
  const mostHere = shares === 'auto' ? cores : shares;
  if (values.ratePerSecond > HIGHEST_RATE * (share?.of ?? Math.max(1, mostHere))) {
    problems.push(`RATE=${JSON.stringify(env.RATE)} is not allowed: ${LOAD_VARIABLES.ratePerSecond.allowed}`);
  }
  problems.push(...shareProblems(values, share, { env, cores }));
  // Only what was asked for is compared: profiles without a ramp have no use for its end.
  if (env.MAX_RATE && values.maxRatePerSecond <= values.ratePerSecond) {
    problems.push(
      `MAX_RATE=${JSON.stringify(env.MAX_RATE)} is not allowed: a ramp must rise; give more than RATE, which is ${values.ratePerSecond}`,
    );
  }
  return { values: { ...values, share }, problems };
}

function shareProblems(
  { share, shares }: LoadSettings,
  known: Share | null,
  { env, cores }: { readonly env: Environment; readonly cores: number },
): string[] {
  if ((known !== null || shares) && env.K6_EXECUTION_SEGMENT) {
    return [
      'K6_EXECUTION_SEGMENT is not allowed beside SHARE and SHARES: each says which part of the load is sent; unset it',
    ];
  }
  if (share && shares && share.of !== shares) {
    return [
      `SHARE=${JSON.stringify(env.SHARE)} is not allowed: SHARES=${shares} says that there are ${shares === 'auto' ? 'as many as it takes here' : shares}; unset one`,
    ];
  }
  if (!shares || known !== null) return [];
  if (shares === 'auto') return autoProblems(env, cores);
  return cores > 0 && !hasPlace(env)
    ? []
    : [
        `SHARES=${shares} does not say which share this process has: add SHARE=1/${shares} and so on; it is known by itself where JOB_COMPLETION_INDEX or the end of a pod's HOSTNAME (load-1 …) tells it`,
      ];
}

function autoProblems({ JOB_COMPLETION_INDEX }: Environment, cores: number): string[] {
  if (cores === 0) return ['SHARES=auto is not allowed: only the command starts the processes (make load); unset it'];
  return JOB_COMPLETION_INDEX
    ? ['SHARES=auto is not allowed in an Indexed Job: each pod would send the whole load; give the number of pods']
    : [];
}
