// noCookiesReset: cookies outlive the iteration.
import http from 'k6/http';

const B = `http://127.0.0.1:${__ENV.HTTP_PORT}`;

export const options = { iterations: 2, noCookiesReset: true };

export default function () {
  console.log(JSON.stringify(http.cookieJar().cookiesForURL(B)));
  http.get(`${B}/chain/1`);
}
