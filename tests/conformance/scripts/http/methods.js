// Methods of responses, jars and clients are properties of their own, which need no `this`.
import http from 'k6/http';
import { Client } from 'k6/x/redis';

const client = new Client('redis://127.0.0.1:1');

export default async function () {
  const response = await http.get(`http://127.0.0.1:${__ENV.HTTP_PORT}/json`);
  console.log(Object.keys(response).sort().join(' '));
  const copy = { ...response };
  console.log(copy.json('name'), copy.json().name);
  const { json } = response;
  console.log(json('nested.list.1.id'), json().big, Object.hasOwn(response, 'json'));
  response.body = '{"name":"changed"}';
  console.log(json('name'), copy.json('name'));
  copy.body = '{"name":"of the copy"}';
  console.log(copy.json('name'));
  console.log(JSON.stringify(response).includes('submitForm'));

  const jar = new http.CookieJar();
  const { set, cookiesForURL, clear } = jar;
  console.log(Object.keys(jar).sort().join(' '), set('http://a.b/', 'name', 'value'));
  console.log(
    JSON.stringify(cookiesForURL('http://a.b/')),
    clear('http://a.b/'),
    JSON.stringify(cookiesForURL('http://a.b/')),
  );

  const { isConnected, get } = client;
  console.log(Object.keys(client).sort().join(' '), isConnected(), typeof get);
}
