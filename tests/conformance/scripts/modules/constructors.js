// Constructors without `new`.
import { SharedArray } from 'k6/data';
import http from 'k6/http';
import metrics, { Counter, Gauge, Rate, Trend } from 'k6/metrics';
import redis from 'k6/x/redis';

const attempt = (name, call) => {
  try {
    console.log(name, call());
  } catch ({ message }) {
    console.log(name, 'throws', message);
  }
};
const counter = Counter('counter');
const own = [counter, Gauge('gauge'), Rate('rate'), Trend('trend', true), metrics.Trend('other'), new Trend('new')];
const list = SharedArray('list', () => [1, 2]);
const client = redis.Client('redis://127.0.0.1:1');

export const options = { thresholds: { counter: ['count==1'], trend: ['max==1'] } };

export default function () {
  console.log(own.map((metric) => `${metric.name} ${Object.keys(metric).sort()} ${metric.add(1)}`).join('; '));
  const [{ add }] = own;
  attempt('add', () => add(0));
  console.log(list.length, list[1], Array.isArray(list), typeof client.get);
  const jar = http.CookieJar();
  attempt('jar', () => jar.set('http://a.b/', 'name', 'value'));
  attempt('jar', () => JSON.stringify(jar.cookiesForURL('http://a.b/')));
  attempt('not in time', () => Trend('late'));
  attempt('not in time', () => SharedArray('late', () => []));
}

attempt('without a name', () => Trend());
attempt('without a function', () => SharedArray('none'));
