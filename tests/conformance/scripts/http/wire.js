// What goes on the wire: no method, bodies that are empty or none, queries with what is not ASCII.
import http from 'k6/http';

const BASE = `http://127.0.0.1:${__ENV.HTTP_PORT}/echo`;

async function show(name, send) {
  const { status, body, request } = await send();
  if (status !== 200) return console.log(name, status);
  const { method, path, headers, body: received } = JSON.parse(body);
  const sent = headers.filter((line) => /^(content|transfer)/.test(line));
  console.log(
    name,
    method,
    JSON.stringify(request.method),
    JSON.stringify(path),
    sent.join(', '),
    JSON.stringify(received),
  );
}

export default async function () {
  for (const method of ['', undefined, null, 'post']) {
    await show(`method ${method}`, () => http.request(method, BASE));
    await show(`method ${method}, later`, () => http.asyncRequest(method, BASE, 'body'));
  }
  await show('method in a batch', async () => (await http.batch([['', BASE]]))[0]);
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'GET', '', 'PROPPATCH', 'SEARCH']) {
    for (const [name, body] of Object.entries({ none: null, text: '', form: {}, bytes: new ArrayBuffer(0) })) {
      await show(`${method} ${name}`, () => http.request(method, BASE, body));
    }
  }
  await show('post', () => http.post(BASE, ''));
  await show('post with a length', () => http.post(BASE, '', { headers: { 'Content-Length': '0' } }));
  await show('redirected', () => http.post(BASE.replace('echo', 'redirect/307'), ''));
  for (const query of ['?a=ä', '?a=\u{1f600}', '?ü=%C3%BC', '?a="<>^`{|}[]', '?a=%zz', '?a=b c', '?', '?a=ä#b']) {
    await show(query, () => http.get(`${BASE}${query}`));
  }
}
