import type { RequestListener } from 'node:http';
import { serveHttp } from './local-server.ts';

interface ReviewComment {
  readonly id: number;
  readonly body: string;
}

/** What a test sees of the comments of one pull or merge request. */
interface ReviewApi {
  readonly url: string;
  readonly comments: ReviewComment[];
  /** Method and path of each request, with its token. */
  readonly requests: { readonly line: string; readonly token: string | undefined }[];
}

/**
 * The comments of a pull request of GitHub, or the notes of a merge request of GitLab, in pages of the size that is asked
 * for. Their APIs agree in all that is used here.
 */
export async function serveReviewApi(listPath: string, commentPath: string, first: readonly ReviewComment[] = []) {
  const comments = [...first];
  const requests: ReviewApi['requests'] = [];
  const listener: RequestListener = async (request, response) => {
    const { method = '', url = '', headers } = request;
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const gitlabToken = headers['private-token'];
    requests.push({ line: `${method} ${url}`, token: headers.authorization ?? gitlabToken?.toString() });
    const answer = (status: number, body: unknown) => response.writeHead(status).end(JSON.stringify(body));
    let text = '';
    for await (const chunk of request) text += chunk;
    if (method === 'GET' && pathname === listPath) {
      const size = Number(searchParams.get('per_page'));
      const from = (Number(searchParams.get('page')) - 1) * size;
      answer(200, comments.slice(from, from + size));
    } else if (method === 'POST' && pathname === listPath) {
      comments.push({ id: comments.length + 1, body: JSON.parse(text).body });
      answer(201, {});
    } else if ((method === 'PATCH' || method === 'PUT') && pathname.startsWith(`${commentPath}/`)) {
      const id = Number(pathname.slice(commentPath.length + 1));
      comments[comments.findIndex((comment) => comment.id === id)] = { id, body: JSON.parse(text).body };
      answer(200, {});
    } else answer(404, { message: 'Not Found' });
  };
  return { url: await serveHttp(listener), comments, requests } satisfies ReviewApi;
}
