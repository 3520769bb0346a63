// Metrics without samples: rates and upper limits of trends hold, lower limits do not.
import { Counter, Gauge, Rate, Trend } from 'k6/metrics';

new Counter('a_counter');
new Gauge('a_gauge');
new Rate('a_rate');
new Trend('a_trend');

export const options = {
  thresholds: {
    a_counter: ['count>0', 'count<1', 'count==0', 'rate>0', 'rate<1'],
    a_gauge: ['value>0', 'value<1', 'value==0'],
    a_rate: ['rate>0.99', 'rate<0.01', 'rate==0.5'],
    a_trend: ['p(95)<1', 'avg<1', 'p(95)>1', 'avg>0', 'max==0'],
    'a_trend{no:match}': ['avg>0', 'avg<1'],
    checks: ['rate>0.99'],
    http_req_failed: ['rate<0.01', 'rate>0.01'],
    'http_req_duration{scenario:none}': ['p(95)<1'],
    dropped_iterations: ['count==0'],
  },
};

export default function () {}
