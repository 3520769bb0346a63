import { SharedArray } from 'k6/data';
import loadProfileSettings from 'lazy/profile-settings';
import type { LoadSettings } from '../../core/settings/load-settings.ts';
import type { RequestSettings } from '../lazy/profile-settings.ts';

let isFirst = false;

// Read once for all VUs, by the first. Each that asks for an item gets a copy of its own, so what all of them ask for is small.
const shared: readonly unknown[] = new SharedArray('settings', () => {
  isFirst = true;
  const { ofRequests, values, problems } = loadProfileSettings().readSettings(__ENV);
  return [ofRequests, values, problems];
});

/** Whether this is the first VU of the run, the one that k6 asks for its options. */
export const isFirstVu = isFirst;

/** What every VU has to know of the settings. */
export const requestSettings = shared[0] as RequestSettings;

let all: LoadSettings | undefined;

/** What the user set, checked as a whole before anything is sent. */
export function settings(): LoadSettings {
  all ??= shared[1] as LoadSettings;
  return all;
}

/** What is wrong with the settings, a line each, for the VU that is asked for options. */
export const settingsProblems = isFirst ? (shared[2] as readonly string[]) : [];
