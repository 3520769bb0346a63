// Every type of metric: what it makes of its samples, of time and not.
import { Counter, Gauge, Rate, Trend } from 'k6/metrics';

const counter = new Counter('a_counter');
const gauge = new Gauge('a_gauge');
const negative = new Gauge('a_negative_gauge');
const rate = new Rate('a_rate');
const trend = new Trend('a_trend');
const time = new Trend('a_time', true);
const timedCounter = new Counter('a_counter_of_time', true);
new Counter('never_used');
new Trend('named_by_a_threshold');

export const options = {
  iterations: 4,
  summaryTrendStats: ['avg', 'min', 'med', 'max', 'count', 'p(0)', 'p(25)', 'p(90)', 'p(99.9)', 'p(100)'],
  thresholds: { named_by_a_threshold: [], time: [], 'a_trend{odd:yes}': [], 'a_trend{odd:never}': [] },
};
delete options.thresholds.time;

export default function () {
  counter.add(__ITER);
  counter.add(-0.5);
  gauge.add([3, -2, 7, 5][__ITER]);
  negative.add([-3, -2, -7, -5][__ITER]);
  rate.add(__ITER % 2);
  rate.add(-1);
  trend.add([10, 40, 20, 30][__ITER], { odd: __ITER % 2 ? 'yes' : 'no' });
  time.add(1.5);
  timedCounter.add(2);
}
