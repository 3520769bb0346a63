// Timers whose callbacks wait: in setup, iterations and teardown; an interval goes on when its callback is over.
import { sleep } from 'k6';
import http from 'k6/http';

const get = async () => (await http.get(`http://127.0.0.1:${__ENV.HTTP_PORT}/echo`)).status;

export function setup() {
  setTimeout(async () => console.log('setup', await get()), 10);
}

export default function () {
  let calls = 0;
  const id = setInterval(async () => {
    calls += 1;
    console.log('begins', calls);
    await sleep(0.05);
    console.log('ends', calls);
    if (calls === 3) clearInterval(id);
  }, 20);
  new Promise((resolve) => {
    setTimeout(async () => {
      await get();
      resolve();
    }, 1500);
  }).then(() => {
    console.log('resolved');
    setTimeout(async () => {
      await get();
      throw new Error('in a timer');
    }, 1);
  });
}

export function teardown() {
  setTimeout(async () => console.log('teardown', await get()), 10);
}
