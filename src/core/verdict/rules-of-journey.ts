import type { CacheUse, JourneyShape } from '../journey/journey-shape.ts';
import { missShareOf } from '../journey/mix.ts';
import type { RuleTemplate } from './rule.ts';

/** The rules of a profile, as far as a journey can be judged by them. */
export interface RulesOfJourney {
  readonly rules: readonly RuleTemplate[];
  /** Titles of those that need requests which the journey does not have. */
  readonly leftOut: readonly string[];
}

/** The misses that the limits in `thresholds/` are for: those of a load of which a tenth cannot hit. */
const USUAL_MISS_SHARE = 0.1;

const NEEDS: Readonly<Partial<Record<RuleTemplate['metric'], readonly CacheUse[]>>> = {
  redis_warm_hit_rate: ['warm'],
  redis_miss_share: ['warm', 'miss'],
};

/** Rules that need other requests are left out, and a limit on misses is moved by what the journey misses on purpose. */
export function rulesOfJourney(templates: readonly RuleTemplate[], journey: JourneyShape): RulesOfJourney {
  const uses = Object.values(journey.requests).map(({ cache }) => cache);
  const isFit = ({ metric }: RuleTemplate) => NEEDS[metric]?.every((use) => uses.includes(use)) ?? true;
  const more = missShareOf(journey) - USUAL_MISS_SHARE;
  return {
    rules: templates.filter(isFit).map((rule) => (rule.metric === 'redis_miss_share' ? moved(rule, more) : rule)),
    leftOut: [...new Set(templates.filter((rule) => !isFit(rule)).map(({ title }) => title))],
  };
}

function moved(rule: RuleTemplate, by: number): RuleTemplate {
  const threshold = rule.threshold.replace(
    /[\d.]+$/,
    (limit) => `${Math.min(1, Number((Number(limit) + by).toFixed(4)))}`,
  );
  return { ...rule, threshold };
}
