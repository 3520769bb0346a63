import type { ConstantArrivalRateScenario, Options, RampingArrivalRateScenario } from 'k6/options';
import loadLayouts from 'lazy/layouts';
import loadProfileHooks from 'lazy/profile-hooks';
import type { BreakpointPlan } from '../../core/edge/breakpoint.ts';
import type { SaturationPlan } from '../../core/edge/saturation.ts';
import type { SummaryData } from '../../core/summary/summary-data.ts';
import type { Arrivals } from '../../core/workload/arrivals.ts';
import type { Ramp } from '../../core/workload/ramp.ts';
import { isFirstVu, settings, settingsProblems } from './settings.ts';

/** A scenario as k6 takes it. */
export type Scenario = (ConstantArrivalRateScenario & Arrivals) | (RampingArrivalRateScenario & Ramp);

type Layouts = ReturnType<typeof loadLayouts>;

/** What makes a profile, beside its file in `thresholds/`. */
interface Load {
  readonly scenarios: Record<string, Scenario>;
  /** What the profile looks for, if its purpose is to find where the API stops holding. */
  readonly edge?: SaturationPlan | BreakpointPlan;
}

/** What a profile exports. */
interface Profile {
  readonly options: Options | undefined;
  readonly handleSummary: (data: SummaryData) => Record<string, string>;
}

/**
 * k6's hooks for a profile: its load, judged by the rules of its file in `thresholds/`. k6 evaluates a script anew for
 * each of hundreds of VUs and asks only the first for options. The others lay out no load, and export no options, into
 * which k6 would copy all of those that it has.
 */
export function profile(layOut: (layouts: Layouts) => Load): Profile {
  const load = () => ({ settings: settings(), ...layOut(loadLayouts()) });
  return {
    options: isFirstVu ? loadProfileHooks().optionsOf(load, settingsProblems) : undefined,
    handleSummary: (data) => loadProfileHooks().summaryOf(load(), data),
  };
}
