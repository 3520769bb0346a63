import { METRICS, type MetricName } from '../../core/metrics/catalogue.ts';
import type { MetricType } from '../../core/metrics/metric-types.ts';

/** What k6's dashboard knows of a metric of each type. */
const FIGURES = {
  counter: ['count', 'rate'],
  gauge: ['value'],
  rate: ['rate'],
  trend: ['avg', 'max', 'med', 'min', 'p90', 'p95', 'p99'],
} as const satisfies Record<MetricType, readonly string[]>;

interface Line {
  readonly query: string;
  readonly legend?: string;
}

interface Panel {
  readonly title: string;
  readonly kind: 'stat' | 'chart' | 'summary';
  readonly summary?: string;
  readonly series: readonly Line[];
}

/** k6's dashboard as `.dashboard.json` describes it: https://github.com/grafana/xk6-dashboard */
export function dashboard() {
  return {
    title: 'poolproof',
    tabs: TABS.map(({ sections, ...tab }, tabIndex) => ({
      ...tab,
      sections: sections.map((panels, sectionIndex) => ({
        panels: panels.map((panel, index) => ({
          ...panel,
          id: `tab-${tabIndex}.section-${sectionIndex}.panel-${index}`,
        })),
        id: `tab-${tabIndex}.section-${sectionIndex}`,
      })),
      id: `tab-${tabIndex}`,
    })),
  };
}

const TABS: readonly { title: string; summary: string; sections: readonly (readonly Panel[])[] }[] = [
  {
    title: 'Load',
    summary: 'What was sent, and what came back.',
    sections: [
      [
        stat('Requests per second', of('http_reqs', 'rate')),
        stat('Request p95', of('http_req_duration', 'p95')),
        stat('Failed requests', of('http_req_failed', 'rate')),
        stat('Connections of the API', of('redis_api_connections', 'max')),
        stat('Waiting for the pool', of('pool_waiting', 'max')),
        stat('Dropped iterations', of('dropped_iterations', 'count')),
      ],
      [
        chart('Request duration', 'Time from sending a request to the end of its answer.', [
          of('http_req_duration', 'p90', 'p95', 'p99'),
        ]),
        chart('Requests', 'Requests that ended per second.', [named('per second', of('http_reqs', 'rate'))]),
        chart('Failed requests', 'Share of the requests that failed.', [
          named('failed', of('http_req_failed', 'rate')),
        ]),
        chart('Start delay', titleOf('iteration_start_delay'), [of('iteration_start_delay', 'p95', 'max')]),
      ],
    ],
  },
  {
    title: 'Redis pool',
    summary:
      'What Redis, and the API under POOL_PATH, tell about the connection pool. Where k6 marks an axis of connections, clients or bytes with /s, read it without: it is how many there are.',
    sections: [
      [
        chart('Connections', 'Connections that clients have open to Redis: those of the API, and all but ours.', [
          named('of the API', of('redis_api_connections', 'max')),
          named('all', of('redis_connections', 'max')),
        ]),
        chart('Pool', 'Connections of the pool that are lent out and that are not, and requests that wait for one.', [
          named('in use', of('pool_in_use', 'max')),
          named('waiting', of('pool_waiting', 'max')),
          named('idle', of('pool_idle', 'max')),
        ]),
        chart('Waiting time for a connection', titleOf('pool_acquire'), [of('pool_acquire', 'avg', 'max')]),
        chart('Connections opened and rejected', 'Churn: a pool that is reused opens few.', [
          named('opened per second', of('redis_connections_received', 'rate')),
          named('rejected per second', of('redis_connections_rejected', 'rate')),
        ]),
        chart('Cache', 'Lookups of Redis per second that found a key, and that found none.', [
          named('hits', of('redis_keyspace_hits', 'rate')),
          named('misses', of('redis_keyspace_misses', 'rate')),
        ]),
        chart('Redis command time', titleOf('redis_command_duration'), [
          of('redis_command_duration', 'avg', 'p95', 'max'),
        ]),
        chart('Blocked clients', titleOf('redis_blocked_clients'), [
          named('blocked', of('redis_blocked_clients', 'max')),
        ]),
        chart('Memory', titleOf('redis_memory_growth_bytes'), [
          named('growth', of('redis_memory_growth_bytes', 'max')),
        ]),
      ],
    ],
  },
  {
    title: 'Summary',
    summary: 'Every metric over the whole run.',
    sections: [[everyMetric('trend')], [everyMetric('counter'), everyMetric('rate'), everyMetric('gauge')]],
  },
];

function stat(title: string, line: Line): Panel {
  return { title, kind: 'stat', series: [line] };
}

function chart(title: string, summary: string, series: readonly Line[]): Panel {
  return { title, kind: 'chart', summary, series };
}

function everyMetric(type: MetricType): Panel {
  return {
    title: `${type.charAt(0).toUpperCase()}${type.slice(1)}s`,
    kind: 'summary',
    series: [{ query: `[?!tags && ${type}]` }],
  };
}

/** Figures of a metric, of all its samples. */
function of<Name extends MetricName>(
  metric: Name,
  ...figures: readonly (typeof FIGURES)[(typeof METRICS)[Name]['type']][number][]
): Line {
  const wanted = figures.length === 1 ? figures[0] : `(${figures.join(' || ')})`;
  return { query: `${metric}[?!tags && ${wanted}]` };
}

function named(legend: string, line: Line): Line {
  return { ...line, legend };
}

/** What the catalogue says of a metric, as a sentence. */
function titleOf(metric: TitledName): string {
  const { title } = METRICS[metric];
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}.`;
}

type TitledName = { [Name in MetricName]: 'title' extends keyof (typeof METRICS)[Name] ? Name : never }[MetricName];
