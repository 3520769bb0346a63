// Timers: order, arguments, nesting, clearing.
import { clearTimeout as forget, setTimeout as later, setInterval as often } from 'k6/timers';

const attempt = (call) => {
  try {
    return call();
  } catch (error) {
    return error.name === 'TypeError' ? error.name : `${error.name}: ${error.message}`;
  }
};

export const options = { iterations: 2 };

export default function () {
  let ticks = 0;
  const id = often(() => {
    console.log('tick');
    if (++ticks === 2) clearInterval(id);
  }, 300);
  later(
    (a, b) => {
      console.log('later', a, b);
      later(() => console.log('nested'), 50);
    },
    10,
    'a',
    'b',
  );
  clearTimeout(setTimeout(() => console.log('never'), 1));
  forget(later(() => console.log('never'), 1));
  Promise.resolve().then(() => console.log('microtask'));
  console.log(
    typeof id,
    id,
    attempt(() => later()),
    attempt(() => later('text', 1)),
    attempt(() => clearTimeout()),
    attempt(() => clearTimeout(999)),
  );
}
