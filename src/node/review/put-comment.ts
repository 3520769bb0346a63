import { printable } from '../../core/text/printable.ts';
import type { ReviewPlace } from './review-place.ts';

const TIMEOUT_MS = 10_000;
const PER_PAGE = 100;
/** A review with more comments than this gets a new one each time. */
const MOST_PAGES = 20;
const SHOWN_CHARACTERS = 200;

interface Comment {
  readonly id: number;
  readonly body?: string | null;
}

/**
 * Replaces the comment that begins with `marker`, or adds one when there is none yet.
 *
 * @throws Error, in one line, when the API does not answer, or refuses
 */
export async function putComment(place: ReviewPlace, marker: string, body: string): Promise<'added' | 'replaced'> {
  const id = await findComment(place, marker);
  const [method, url] = id === undefined ? ['POST', place.listUrl] : [place.changeMethod, place.changeUrl(id)];
  await ask(place, url, { method, body: JSON.stringify({ body }) });
  return id === undefined ? 'added' : 'replaced';
}

async function findComment(place: ReviewPlace, marker: string): Promise<number | undefined> {
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await ask(place, `${place.listUrl}?per_page=${PER_PAGE}&page=${page}`, {});
    const comments = (await answer.json()) as readonly Comment[];
    const found = comments.find(({ body }) => body?.startsWith(marker));
    if (found !== undefined) return found.id;
    if (comments.length < PER_PAGE) return undefined;
  }
  return undefined;
}

async function ask(place: ReviewPlace, url: string, request: RequestInit): Promise<Response> {
  const headers = { 'content-type': 'application/json', 'user-agent': 'poolproof', ...place.headers };
  const { host } = new URL(url);
  let answer: Response;
  try {
    // A redirect could take the token to a host that you never named.
    answer = await fetch(url, { ...request, headers, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    const { cause, message } = error as Error;
    throw new Error(`${host} did not answer: ${printable(cause instanceof Error ? cause.message : message)}`);
  }
  if (answer.ok) return answer;
  const text = printable((await answer.text()).slice(0, SHOWN_CHARACTERS)).replaceAll(/\s+/g, ' ');
  const advice = [401, 403, 404].includes(answer.status) ? `. ${place.permission}` : '';
  throw new Error(`${host} answered ${answer.status} ${text}${advice}`);
}
