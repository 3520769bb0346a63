// Async iterations: order of promises, requests and timers; rejections that are handled.
import { sleep } from 'k6';
import http from 'k6/http';

const B = `http://127.0.0.1:${__ENV.HTTP_PORT}`;

export default async function () {
  const order = [];
  const note = (what) => order.push(what);
  const request = http.asyncRequest('GET', `${B}/delay/60`).then(() => note('answer'));
  setTimeout(() => note('timer'), 10);
  Promise.resolve().then(() => note('microtask'));
  note('sync');
  await null;
  note('after await');
  await new Promise((resolve) => setTimeout(resolve, 30));
  await request;
  console.log(order.join());
  const settled = await Promise.allSettled([
    Promise.reject(new Error('no')),
    http.asyncRequest('GET', `${B}/status/204`),
    5,
  ]);
  console.log(
    settled.map(({ status, value, reason }) => `${status} ${value?.status ?? value ?? reason.message}`).join(),
  );
  await sleep(0.01);
  return 'ignored';
}
