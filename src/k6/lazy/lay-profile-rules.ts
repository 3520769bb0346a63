import journey from 'the-journey';
import { hasChains } from '../../core/journey/mix.ts';
import type { LoadSettings } from '../../core/settings/load-settings.ts';
import { withLostBy } from '../../core/verdict/lost-by.ts';
import { layRules, type Rule } from '../../core/verdict/rule.ts';
import { type Stripe, WHOLE } from '../../core/workload/execution-segment.ts';
import { plannedTotal, planOf, planOfStripe, type ScenarioPlan, type Scenarios } from '../../core/workload/workload.ts';
import { profileRules, variablesOf } from './profile-rules.ts';

/** What a load is judged by. */
interface LaidRules {
  /** What this process is to send to the API. */
  readonly planned: readonly ScenarioPlan[];
  readonly rules: readonly Rule[];
  /** Titles of rules that need requests which the journey does not have. */
  readonly leftOut: readonly string[];
}

/** A load, and what the user set for it. */
export interface PlannedLoad {
  readonly settings: LoadSettings;
  readonly scenarios: Scenarios;
}

/** Lays the rules of the profile over its load, as far as that goes until `untilMs`, and as this process has a stripe of it. */
export function layProfileRules({ settings, scenarios }: PlannedLoad, untilMs: number, stripe: Stripe): LaidRules {
  const { rules: templates, leftOut } = profileRules();
  const shareOfPlan = (target: 'api' | 'redis') => planOfStripe(planOf(scenarios, target, untilMs), scenarios, stripe);
  const planned = shareOfPlan('api');
  const looks = plannedTotal(shareOfPlan('redis'));
  // One of the processes that share a run has the only VU of the observer.
  const isObserver = stripe === WHOLE || looks > 0;
  const { requireRedis, redisUrl, stopEarly } = settings;
  const rules = layRules(isObserver ? templates : templates.filter(({ scope }) => scope !== 'observer'), {
    scenarios: planned,
    looks,
    observations: redisUrl ? looks : 0,
    variables: variablesOf(settings),
    requireRedis: requireRedis && isObserver,
  });
  // All that may be left out is about the cache: nobody misses it where Redis is not looked at.
  const isAboutRedis = requireRedis || redisUrl !== '';
  const whole = { scenarios: planOf(scenarios, 'api'), hasChains: hasChains(journey) };
  return { planned, rules: stopEarly ? withLostBy(rules, whole) : rules, leftOut: isAboutRedis ? leftOut : [] };
}
