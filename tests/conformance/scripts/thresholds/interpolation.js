// Percentiles between samples, in thresholds and in the summary.
import { Trend } from 'k6/metrics';

const many = new Trend('many');
const two = new Trend('two');
const one = new Trend('one');

export const options = {
  summaryTrendStats: [
    'med',
    'p(1)',
    'p(10)',
    'p(33.3)',
    'p(75)',
    'p(95)',
    'p(99)',
    'p(99.9)',
    'p(99.99)',
    'avg',
    'count',
  ],
  thresholds: {
    many: ['p(95)<=94.05', 'p(95)<94.04', 'p(99.9)>98.9'],
    two: ['med==1.5', 'p(95)==1.95'],
    one: ['p(1)==7', 'p(99)==7'],
  },
};

export default function () {
  for (let n = 0; n < 100; n++) many.add((n * 37) % 100);
  two.add(2);
  two.add(1);
  one.add(7);
}
