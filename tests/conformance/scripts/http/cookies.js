// Cookies: what is kept and sent, jars, what an iteration begins with.
import http from 'k6/http';

const B = `http://127.0.0.1:${__ENV.HTTP_PORT}`;
const json = (cookies) => JSON.stringify(Object.fromEntries(Object.entries(cookies).sort()));
const sent = (response) =>
  JSON.parse(response.body)
    .headers.filter((line) => line.startsWith('cookie: '))
    .flatMap((line) => line.slice('cookie: '.length).split('; '))
    .sort()
    .join();
const attempt = (call) => {
  try {
    return call();
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};

export const options = { iterations: 2 };

export default async function () {
  console.log('begins with', sent(await http.get(`${B}/echo`)), json(http.cookieJar().cookiesForURL(B)));
  console.log(json((await http.get(`${B}/cookies`)).cookies));
  console.log(
    sent(await http.get(`${B}/echo`)),
    sent(await http.get(`${B}/deep`)),
    sent(await http.get(`${B}/deep/er`)),
  );
  console.log(json(http.cookieJar().cookiesForURL(`${B}/deep`)));
  console.log(
    sent(
      await http.get(`${B}/echo`, { cookies: { a: { value: 'mine', replace: true }, more: 'x', a2: { value: 'y' } } }),
    ),
  );
  console.log(sent(await http.get(`${B}/echo`, { cookies: { a: 'both' }, headers: { Cookie: 'own=1' } })));
  console.log(json((await http.get(`${B}/chain/2`)).cookies), sent(await http.get(`${B}/echo`)));

  const jar = http.cookieJar();
  console.log(
    attempt(() => jar.set(B, 'k', 'v', { path: '/deep', max_age: 5 })),
    attempt(() => jar.set(B, 'gone', 'v', { max_age: -1 })),
  );
  console.log(
    attempt(() => jar.set(B, 'secure', 'v', { secure: true, http_only: true, domain: '127.0.0.1' })),
    attempt(() => jar.set(B, 'e', 'v', { expires: 'Wed, 21 Oct 2005 07:28:00 GMT' })),
  );
  console.log(
    attempt(() => jar.set(B, 'late', 'v', { expires: 'Wed, 21 Oct 2035 07:28:00 GMT' })),
    attempt(() => jar.set(B, 'number', 5)),
    attempt(() => jar.set('::', 'a', 'b')),
  );
  console.log(json(jar.cookiesForURL(`${B}/deep/er`)), json(jar.cookiesForURL(B)));
  console.log(
    attempt(() => jar.delete(B, 'late')),
    attempt(() => jar.delete(B, '')),
    json(jar.cookiesForURL(B)),
  );
  console.log(
    attempt(() => jar.clear(`${B}/deep`)),
    json(jar.cookiesForURL(`${B}/deep`)),
  );

  const own = new http.CookieJar();
  own.set(B, 'mine', '1');
  console.log(sent(await http.get(`${B}/echo`, { jar: own })), sent(await http.get(`${B}/echo`)));
  await http.get(`${B}/cookies`, { jar: own });
  console.log(json(own.cookiesForURL(B)));
  jar.set(B, 'left', 'over');
}
