// Expressions: methods of each type, operators, ways to write numbers, objects.
import { Counter, Gauge, Rate, Trend } from 'k6/metrics';

const counter = new Counter('a_counter');
const gauge = new Gauge('a_gauge');
const rate = new Rate('a_rate');
const trend = new Trend('a_trend');

export const options = {
  thresholds: {
    a_counter: [
      'count==10',
      'count===10',
      'count!=11',
      'count>=10',
      'count<=10',
      'count>9',
      'count<11',
      'count > 1e1',
      'rate>0',
      '  count  <  +1.2e1  ',
      'count!=10',
    ],
    a_gauge: ['value==2', 'value>2', 'value<Infinity', 'value>-1'],
    a_rate: ['rate==0.25', 'rate<0.25', 'rate<=.25'],
    a_trend: [
      'avg==25',
      'min==10',
      'med==25',
      'max==40',
      'p(0)==10',
      'p(25)==17.5',
      'p(90)==37',
      'p(99.99)<40',
      'p(100)==40',
      'p(50)>25',
      'avg<1_000',
    ],
    'a_trend{only:one}': [{ threshold: 'p(95)<11', abortOnFail: false, unknown: 1 }, { threshold: 'avg<=10' }],
  },
};

export default function () {
  counter.add(10);
  for (const value of [3, 1, 2]) gauge.add(value);
  for (const value of [1, 0, 0, 0]) rate.add(value);
  for (const value of [40, 20, 10, 30]) trend.add(value, { only: value === 10 ? 'one' : 'others' });
}
