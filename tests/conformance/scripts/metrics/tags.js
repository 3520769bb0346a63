// Tags of the run, of scenarios, of VUs, of groups and of samples, and the submetrics that select them.
import { check, group } from 'k6';
import exec from 'k6/execution';
import { Counter } from 'k6/metrics';

const calls = new Counter('calls');
const selectors = [
  'run:r',
  'scenario:tagged',
  'scenario:plain',
  'kind:a',
  'kind:own',
  'kind:vu',
  'vu_tag:set',
  'group:::outer',
  'group:::outer::inner',
  'group:::own',
  'scenario:own',
  'kind:a,group:::outer',
  'missing:x',
  'number:5',
  'flag: "true"',
  'url:http://h:1/x',
];

export const options = {
  tags: { run: 'r' },
  scenarios: {
    tagged: { executor: 'per-vu-iterations', iterations: 2, tags: { kind: 'a' } },
    plain: { executor: 'per-vu-iterations', iterations: 2, startTime: '300ms' },
  },
  thresholds: {
    ...Object.fromEntries(selectors.map((selector) => [`calls{${selector}}`, []])),
    'checks{check:good}': ['rate==1'],
    'checks{check:bad}': ['rate==0'],
    'checks{group:::outer::inner}': [],
    'checks{own:check}': [],
    'group_duration{group:::outer}': [],
    'group_duration{group:::outer::inner}': [],
    'iterations{kind:a}': [],
    'iterations{vu_tag:set}': [],
    'iteration_duration{scenario:plain}': [],
  },
  summaryTrendStats: ['count'],
};

export default function () {
  calls.add(1);
  calls.add(1, { kind: 'own', number: 5, flag: true, url: 'http://h:1/x' });
  calls.add(1, { group: '::own', scenario: 'own' });
  group('outer', () => {
    calls.add(1);
    group('inner', () => {
      calls.add(1);
      check(1, { good: true, bad: false });
      console.log(exec.vu.metrics.tags.group, exec.vu.metrics.tags.scenario, exec.vu.metrics.tags.run);
    });
  });
  check(1, { tagged: true }, { own: 'check' });
  exec.vu.metrics.tags.kind = 'vu';
  exec.vu.metrics.tags.vu_tag = 'set';
  calls.add(1);
}
