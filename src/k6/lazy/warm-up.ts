import exec from 'k6/execution';
import http from 'k6/http';
import { describeAnswer } from '../../core/flags/describe-answer.ts';
import { flagAnswerOf } from '../../core/flags/flag-shapes.ts';
import { fillPath } from '../../core/flags/path-template.ts';
import { jsonOf, paramsFor } from '../journeys/flags.ts';
import { settings } from '../setup/settings.ts';
import { redirection, shownUrl } from './shown-url.ts';

/**
 * Asks for every flag once, several at a time, so that the load begins with a warm cache. Where all are answered with
 * something that is no flag to us, each check of the load would fail for that alone: the run stops here (exit code 108).
 */
export async function warmUp(keys: readonly string[]): Promise<void> {
  const { baseUrl, flagPath } = settings();
  const responses = await http.batch(
    keys.map((key) => ({
      method: 'GET',
      url: `${baseUrl}${fillPath(flagPath, 'key', key)}`,
      params: paramsFor(flagPath),
    })),
  );
  const [first] = responses;
  if (first === undefined) return;
  const url = shownUrl(flagPath);
  if (responses.every(({ status }) => status >= 300 && status < 400)) {
    exec.test.abort(`Cannot read single flags: ${redirection(first, url, 'FLAG_PATH')}`);
  }
  const isUnknown = (response: typeof first, index: number) =>
    response.status === 200 && flagAnswerOf(jsonOf(response), keys[index] ?? '') === 'none';
  if (responses.every(isUnknown)) {
    exec.test.abort(
      `Cannot recognise single flags: ${url} answered 200 with ${describeAnswer(jsonOf(first), `${first.body}`)}, expected an object with key, name or id of the flag asked for, or its bare state (true or false). Set FLAG_PATH`,
    );
  }
}
