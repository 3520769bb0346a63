import exec from 'k6/execution';
import { adviceOnNoAnswer } from '../../core/journey/unreachable-api.ts';
import { maskUrl } from '../../core/text/mask-url.ts';
import type { Answer, SetupParams } from '../api/poolproof.ts';
import { shownUrl } from './request-params.ts';

/** An error may quote what the API sent. */
const LONGEST_ERROR = 300;
const LONGEST_LOCATION = 200;

/** What would make the whole load pointless stops the run with one line (exit code 108), before anything else is sent. */
export function assertExpected(answer: Answer, params: SetupParams, path: string, isTooLarge: boolean): void {
  const { to = 'set up the journey', setting, expect = 200 } = params;
  const url = shownUrl(path);
  const { status } = answer;
  if (isTooLarge) {
    exec.test.abort(`Cannot ${to}: ${url} answered with more than MAX_BODY. ${orElse(setting, 'raise MAX_BODY')}`);
  }
  if (status === 0) {
    exec.test.abort(
      `Cannot reach ${url}: ${answer.error.slice(0, LONGEST_ERROR)}. ${adviceOnNoAnswer(answer.error, url)}`,
    );
  }
  const expected = [expect].flat();
  if (expected.includes(status)) return;
  if (status === 401 || status === 403) {
    exec.test.abort(
      `Cannot ${to}: ${url} answered ${status}. Set AUTHORIZATION to the header that it expects, or HEADERS if it expects others`,
    );
  }
  if (status >= 300 && status < 400) exec.test.abort(`Cannot ${to}: ${redirection(answer, url, setting)}`);
  exec.test.abort(
    `Cannot ${to}: ${url} answered ${status}, expected ${expected.join(' or ')}. ${setting ? `Set ${setting} to the path that gives it` : 'Mend the journey, or set BASE_URL'}`,
  );
}

/** Where all are sent elsewhere, the path is another one. */
export function assertNotAllRedirected(answers: readonly Answer[], params: SetupParams, path: string): void {
  const [first] = answers;
  if (first === undefined || !answers.every(({ status }) => status >= 300 && status < 400)) return;
  exec.test.abort(`Cannot ${params.to ?? 'set up the journey'}: ${redirection(first, shownUrl(path), params.setting)}`);
}

function orElse(setting: string | undefined, other: string): string {
  const text = setting === undefined ? other : `set ${setting} to a smaller answer, or ${other}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * Where an answer sent us, and what to set instead of following it: you never named the host that it leads to. What
 * it says may be anything, so of signs only those of an address are shown, and no query, which may hold a token.
 */
function redirection(answer: Answer, url: string, setting = 'the path in the journey'): string {
  const [location = ''] = (answer.headers.Location ?? '').split(/[?#]/);
  const shown = maskUrl(location)
    .replaceAll(/[^\x21-\x7e]/g, '?')
    .slice(0, LONGEST_LOCATION);
  const where = shown === '' ? 'without saying where to go' : `and sent us to ${shown}`;
  return `${url} answered ${answer.status} ${where}. Redirects are not followed: set BASE_URL and ${setting} to the address that answers directly`;
}
