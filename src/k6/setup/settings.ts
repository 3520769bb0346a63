import { SharedArray } from 'k6/data';
import loadProfileSettings from 'lazy/profile-settings';
import type { LoadSettings } from '../../core/settings/load-settings.ts';
import type { RequestSettings } from '../lazy/profile-settings.ts';

let isFirst = false;

// Read once for all VUs, by the first. Each that asks for an item gets a copy of its own, so what all of them ask for is small;
// and it is a text, since of an object k6 freezes all that is in it, for each VU.
const shared: readonly string[] = new SharedArray('settings', () => {
  isFirst = true;
  const { ofRequests, values, problems } = loadProfileSettings().readSettings(__ENV);
  return [JSON.stringify(ofRequests), JSON.stringify(values), JSON.stringify(problems)];
});

/** Whether this is the first VU of the run, the one that k6 asks for its options. */
export const isFirstVu = isFirst;

/** What every VU has to know of the settings. */
export const requestSettings = JSON.parse(shared[0] as string) as RequestSettings;

let all: LoadSettings | undefined;

/** What the user set, checked as a whole before anything is sent. */
export function settings(): LoadSettings {
  all ??= JSON.parse(shared[1] as string) as LoadSettings;
  return all;
}

/** What is wrong with the settings, a line each, for the VU that is asked for options. */
export const settingsProblems = isFirst ? (JSON.parse(shared[2] as string) as readonly string[]) : [];
