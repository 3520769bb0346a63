// What may be added to metrics, what is refused, and what it is told.
import { Counter, Gauge, Rate, Trend } from 'k6/metrics';

const attempt = (call) => {
  try {
    return call();
  } catch (error) {
    return error.name === 'TypeError' ? error.name : `${error.name}: ${error.message}`;
  }
};
const counter = new Counter('a_counter');
const rate = new Rate('a_rate');
const trend = new Trend('a_trend');
const gauge = new Gauge('a_gauge');
const constructions = [
  () => new Counter('x'),
  () => new Counter(''),
  () => new Counter('with space'),
  () => new Counter('1digit'),
  () => new Counter(),
  () => new Trend('a_counter'),
  () => new Counter('a_counter', true),
  () => new Counter('a_counter').name,
  () => new Counter('http_reqs').name,
  () => new Trend('http_reqs'),
];
if (__VU === 1) for (const call of constructions) console.log(attempt(call));

const values = [
  1,
  '2',
  ' 3 ',
  true,
  false,
  null,
  undefined,
  Number.NaN,
  'x',
  '',
  {},
  [],
  [5],
  Number.POSITIVE_INFINITY,
  10n,
];
const tags = [{ a: 'b' }, { a: 1 }, { a: true }, { a: null }, { a: {} }, { a: [1] }, null, undefined, 5, 'text', []];

export default function () {
  for (const value of values)
    console.log(
      String(value),
      attempt(() => counter.add(value)),
      attempt(() => rate.add(value)),
    );
  for (const set of tags)
    console.log(
      JSON.stringify(set),
      attempt(() => trend.add(1, set)),
    );
  console.log(
    attempt(() => new Counter('later')),
    attempt(() => gauge.add(Number.MAX_SAFE_INTEGER)),
  );
  console.log(
    counter.name,
    Object.keys(counter).join(),
    attempt(() => {
      counter.name = 'other';
      return counter.name;
    }),
    counter instanceof Counter,
    typeof counter.add,
  );
}
