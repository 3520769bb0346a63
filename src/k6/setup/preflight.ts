import exec from 'k6/execution';
import { flagKeysOf } from '../../core/flags/flag-shapes.ts';
import { maskUrl } from '../../core/units/mask-url.ts';
import { get, jsonOf, type SetupData } from '../journeys/flags.ts';
import { newRunId } from './run-id.ts';
import { settings } from './settings.ts';

/**
 * One request before the load: is the API there, and which flags has it? What would make the whole load pointless stops
 * the run here with one line (exit code 108), before anything else is sent.
 */
export function preflight(): SetupData {
  const { flagsPath, flagKeys, baseUrl } = settings;
  const url = `${maskUrl(baseUrl)}${flagsPath}`;
  const response = get(flagsPath, flagsPath);
  if (response.status === 0) {
    exec.test.abort(`Cannot reach ${url}: ${response.error}. Is the API running? Set BASE_URL to its address`);
  }
  if (response.status === 401 || response.status === 403) {
    exec.test.abort(`Cannot read flags: ${url} answered ${response.status}. Set AUTHORIZATION to the header it wants`);
  }
  if (response.status !== 200) {
    exec.test.abort(
      `Cannot read flags: ${url} answered ${response.status}, expected 200. Set FLAGS_PATH to the list of flags`,
    );
  }
  const listed = flagKeysOf(jsonOf(response));
  if (listed.length === 0) {
    const answered = jsonOf(response) === undefined ? 'no JSON' : 'JSON without a flag in it';
    exec.test.abort(
      `Cannot find flags: ${url} answered ${answered}, expected a list of flags. Set FLAGS_PATH, or create a flag`,
    );
  }
  return { runId: newRunId(), flagKeys: flagKeys.length > 0 ? flagKeys : listed };
}
