// Bodies as text, as bytes, or left out.
import http from 'k6/http';

const B = `http://127.0.0.1:${__ENV.HTTP_PORT}`;
const show = (body) =>
  body instanceof ArrayBuffer ? `bytes ${[...new Uint8Array(body)].join()}` : `${typeof body} ${JSON.stringify(body)}`;
const attempt = (call) => {
  try {
    return call();
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};

export default function () {
  for (const path of ['/bytes', '/status/204', '/status/304', '/status/200', '/status/500']) {
    for (const responseType of ['text', 'binary', 'none', undefined]) {
      console.log(
        path,
        responseType,
        show(http.get(B + path, { responseType }).body),
        show(http.head(B + path, { responseType }).body),
      );
    }
  }
  console.log(attempt(() => http.get(`${B}/bytes`, { responseType: 'none' }).json()));
  console.log(attempt(() => http.get(`${B}/json`, { responseType: 'binary' }).json('name')));
}
