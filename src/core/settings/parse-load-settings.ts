import { HIGHEST_RATE } from './highest-rate.ts';
import { LOAD_VARIABLES, type LoadSettings } from './load-settings.ts';
import { type Share, shareByPlace } from './share.ts';
import { type Environment, parseVariables } from './variable.ts';

/**
 * Reads and checks all load variables; `problems` has one line for each that is wrong.
 *
 * @param defaults of a profile, by name of the variable, where they differ from those of the table
 */
export function parseLoadSettings(
  env: Environment,
  defaults: Environment = {},
): { values: LoadSettings; problems: string[] } {
  const { values, problems } = parseVariables(LOAD_VARIABLES, env, defaults);
  const share = values.share ?? (values.shares ? shareByPlace(values.shares, env) : null) ?? null;
  if (values.ratePerSecond > HIGHEST_RATE * (share?.of ?? 1)) {
    problems.push(`RATE=${JSON.stringify(env.RATE)} is not allowed: ${LOAD_VARIABLES.ratePerSecond.allowed}`);
  }
  problems.push(...shareProblems(values, share, env));
  // Only what was asked for is compared: profiles without a ramp have no use for its end.
  if (env.MAX_RATE && values.maxRatePerSecond <= values.ratePerSecond) {
    problems.push(
      `MAX_RATE=${JSON.stringify(env.MAX_RATE)} is not allowed: a ramp must rise; give more than RATE, which is ${values.ratePerSecond}`,
    );
  }
  return { values: { ...values, share }, problems };
}

function shareProblems({ share, shares }: LoadSettings, known: Share | null, env: Environment): string[] {
  if (known !== null && env.K6_EXECUTION_SEGMENT) {
    return [
      'K6_EXECUTION_SEGMENT is not allowed beside SHARE and SHARES: each says which part of the load is sent; unset it',
    ];
  }
  if (share && shares && share.of !== shares) {
    return [
      `SHARE=${JSON.stringify(env.SHARE)} is not allowed: SHARES=${shares} says that there are ${shares}; unset one`,
    ];
  }
  return shares && known === null
    ? [
        `SHARES=${shares} does not say which share this process has: add SHARE=1/${shares} and so on; it is known by itself where JOB_COMPLETION_INDEX or the end of HOSTNAME (load-1 …) tells it`,
      ]
    : [];
}
