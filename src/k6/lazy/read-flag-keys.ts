import exec from 'k6/execution';
import { describeAnswer } from '../../core/flags/describe-answer.ts';
import { flagKeysOf, LIST_SHAPES } from '../../core/flags/flag-shapes.ts';
import { get, isTooLarge, jsonOf, paramsFor } from '../journeys/flags.ts';
import { settings } from '../setup/settings.ts';
import { redirection, shownUrl } from './shown-url.ts';

/** An error may quote what the API sent. */
const LONGEST_ERROR = 300;

/**
 * One request before the load: is the API there, and which flags has it? What would make the whole load pointless stops
 * the run here with one line (exit code 108), before anything else is sent.
 */
export async function readFlagKeys(): Promise<{ readonly listedKeys: readonly string[]; readonly aloneMs: number }> {
  const { flagsPath } = settings();
  const url = shownUrl(flagsPath);
  const response = await get(flagsPath, paramsFor(flagsPath));
  const { status } = response;
  if (isTooLarge(response)) {
    exec.test.abort(
      `Cannot read flags: ${url} answered with more than MAX_BODY. Set FLAGS_PATH to the list of flags, or raise MAX_BODY`,
    );
  }
  if (status === 0) {
    exec.test.abort(`Cannot reach ${url}: ${response.error.slice(0, LONGEST_ERROR)}. ${adviceOn(response.error)}`);
  }
  if (status === 401 || status === 403) {
    exec.test.abort(`Cannot read flags: ${url} answered ${status}. Set AUTHORIZATION to the header that it expects`);
  }
  if (status >= 300 && status < 400) exec.test.abort(`Cannot read flags: ${redirection(response, url, 'FLAGS_PATH')}`);
  if (status !== 200) {
    exec.test.abort(`Cannot read flags: ${url} answered ${status}, expected 200. Set FLAGS_PATH to the list of flags`);
  }
  const json = jsonOf(response);
  const keys = flagKeysOf(json);
  if (keys.length === 0) {
    const answered = describeAnswer(json, response.body);
    exec.test.abort(
      `Cannot find flags: ${url} answered 200 with ${answered}, expected a list of flags: ${LIST_SHAPES}. Set FLAGS_PATH, or create a flag`,
    );
  }
  return { listedKeys: keys, aloneMs: response.timings.duration };
}

function adviceOn(error: string): string {
  if (/x509|certificate/.test(error)) {
    return 'Set CA_FILE to a file with the certificate of its authority, or INSECURE_TLS=1 to verify nothing';
  }
  if (error.startsWith('proxyconnect')) {
    return 'HTTP_PROXY and HTTPS_PROXY name the proxy; set NO_PROXY to the hosts to be reached without it';
  }
  return 'Is the API running? Set BASE_URL to its address';
}
