import type { ConstantArrivalRateScenario, Options, RampingArrivalRateScenario } from 'k6/options';
import loadLayouts from 'lazy/layouts';
import loadProfileHooks from 'lazy/profile-hooks';
import type { BreakpointPlan } from '../../core/edge/breakpoint.ts';
import type { SaturationPlan } from '../../core/edge/saturation.ts';
import type { LoadSettings } from '../../core/settings/load-settings.ts';
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

/** Options that k6 refuses with exit code 104 (invalid configuration), which a script cannot choose by itself. */
const REFUSED = { scenarios: { refused: { executor: 'none, because of the settings named above' } } };

/**
 * k6's hooks for a profile: its load, judged by the rules of its file in `thresholds/`. k6 evaluates a script anew for
 * each of hundreds of VUs and asks only the first for options. The others lay out no load, and export no options, into
 * which k6 would copy all of those that it has.
 */
export function profile(layOut: (layouts: Layouts) => Load): Profile {
  const load = () => ({ settings: settings(), ...layOut(loadLayouts()) });
  return {
    options: isFirstVu ? checkedOptions(load) : undefined,
    handleSummary: (data) => loadProfileHooks().summaryOf(load(), data),
  };
}

function checkedOptions(load: () => Load & { settings: LoadSettings }): Options {
  const hooks = loadProfileHooks();
  const ofSettings = settingsProblems();
  const problems = ofSettings.length > 0 ? ofSettings : hooks.limitProblems(load());
  for (const problem of problems) console.error(problem);
  return problems.length > 0 ? (REFUSED as unknown as Options) : hooks.optionsOf(load());
}
