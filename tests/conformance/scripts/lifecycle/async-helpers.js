// Requests and sleeps in async helpers, in callbacks of promises, and several at a time.
import { check, sleep } from 'k6';
import http from 'k6/http';

export const options = { iterations: 2, thresholds: { checks: ['rate==1'], http_reqs: ['count==14'] } };

const get = (path) => http.get(`http://127.0.0.1:${__ENV.HTTP_PORT}/${path}`);

async function step(name) {
  check(await get('echo'), { [name]: (response) => response.status === 200 });
  await sleep(0.02);
}

export default async function () {
  await step('one');
  await step('two');
  http.asyncRequest('GET', `http://127.0.0.1:${__ENV.HTTP_PORT}/echo`).then(async (response) => {
    await sleep(0.02);
    const again = await get('echo');
    check(response, { 'asked for without await': () => again.status === 200 });
  });
  const responses = await Promise.all(['a', 'b'].map(() => get('echo')));
  for (const response of responses) check(response, { 'one of several': ({ status }) => status === 200 });
  await Promise.resolve().then(() => get('echo'));
}
