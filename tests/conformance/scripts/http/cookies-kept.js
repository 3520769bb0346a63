// noCookiesReset: cookies outlive the iteration.
import http from 'k6/http';

const B = `http://127.0.0.1:${__ENV.HTTP_PORT}`;

export const options = { iterations: 2, noCookiesReset: true };

export default async function () {
  console.log(JSON.stringify(http.cookieJar().cookiesForURL(B)));
  await http.get(`${B}/chain/1`);
}
