// Blocking calls in async code that nobody waits for are over before the iteration is.
import { check, sleep } from 'k6';
import http from 'k6/http';

export const options = { iterations: 2, thresholds: { checks: ['rate==1'], http_reqs: ['count==14'] } };

const get = (path) => http.get(`http://127.0.0.1:${__ENV.HTTP_PORT}/${path}`);

async function step(name) {
  check(get('echo'), { [name]: (response) => response.status === 200 });
  sleep(0.02);
}

export default function () {
  step('one');
  step('two');
  http.asyncRequest('GET', `http://127.0.0.1:${__ENV.HTTP_PORT}/echo`).then((response) => {
    sleep(0.02);
    check(response, { 'asked for without await': () => get('echo').status === 200 });
  });
  ['a', 'b'].forEach(async () => {
    await Promise.resolve();
    check(get('echo'), { 'in a callback': (response) => response.status === 200 });
  });
  Promise.resolve().then(() => get('echo'));
}
