import { METRICS } from '../../core/metrics/catalogue.ts';
import { type ObservedMetric, overTime } from '../../core/series/observed-metrics.ts';

/** Units as Prometheus has them in names of what it gets by OTLP. */
const UNIT_WORDS = { ms: 'milliseconds', bytes: 'bytes', share: 'ratio', count: '', status: '' } as const;
const GRAFANA_UNIT = { ms: 'ms', bytes: 'bytes', share: 'percentunit', count: 'short', status: 'short' } as const;

const DATASOURCE = { type: 'prometheus', uid: 'prometheus' };
/** A run sends every 5 s: that has two points of a run that goes on. */
const WINDOW = '[15s]';
/** Without runs that ended: their last points are in the window for longer than the next one takes to send its first. */
const OF_RUNS = 'unless on (job, instance) (poolproof_end_time_milliseconds < (time() - 5) * 1000)';

const COLUMNS = 2;
const PANEL_WIDTH = 24 / COLUMNS;
const PANEL_HEIGHT = 8;

interface Panel {
  readonly title: string;
  readonly unit: string;
  readonly queries: readonly { readonly expr: string; readonly legendFormat: string }[];
}

/** The dashboard for what OTLP_ENDPOINT sends: https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
export function grafanaDashboard() {
  return {
    uid: 'poolproof',
    title: 'poolproof',
    schemaVersion: 41,
    editable: true,
    refresh: '5s',
    time: { from: 'now-15m', to: 'now' },
    annotations: { list: [MARKS] },
    panels: PANELS.map(({ title, unit, queries }, index) => ({
      id: index + 1,
      type: 'timeseries',
      title,
      datasource: DATASOURCE,
      gridPos: {
        x: (index % COLUMNS) * PANEL_WIDTH,
        y: Math.floor(index / COLUMNS) * PANEL_HEIGHT,
        w: PANEL_WIDTH,
        h: PANEL_HEIGHT,
      },
      fieldConfig: { defaults: { unit, ...(unit !== 'bytes' && { min: 0 }) }, overrides: [] },
      targets: queries.map((query, target) => ({ refId: String.fromCharCode(65 + target), ...query })),
    })),
  };
}

/** When Redis was taken away and brought back. */
const MARKS = {
  name: 'Outage',
  datasource: DATASOURCE,
  enable: true,
  iconColor: 'red',
  expr: 'poolproof_mark_time_milliseconds',
  // Otherwise it is looked for once a minute.
  step: '5s',
  useValueForTime: true,
  titleFormat: '{{label}}',
  tagKeys: 'kind',
};

const PANELS: readonly Panel[] = [
  {
    title: 'Latency of answered requests',
    unit: 'ms',
    queries: [0.5, 0.95, 0.99].map((q) => ({
      expr: `histogram_quantile(${q}, sum(${rate('poolproof_http_req_duration_milliseconds')}))`,
      legendFormat: `p${q * 100}`,
    })),
  },
  {
    title: 'Latency p95 by scenario',
    unit: 'ms',
    queries: [
      {
        expr: `histogram_quantile(0.95, sum by (scenario) (${rate('poolproof_http_req_duration_milliseconds')}))`,
        legendFormat: '{{scenario}}',
      },
    ],
  },
  perSecond('Requests per second', 'poolproof_http_reqs_total', 'scenario'),
  perSecond('Failed requests per second', 'poolproof_http_reqs_failed_total', 'error'),
  perSecond('Dropped iterations per second', 'poolproof_dropped_iterations_total', 'scenario'),
  observed('Connections to Redis', ['redis_api_connections', 'redis_connections']),
  observed('Pool of the API', ['pool_size', 'pool_in_use', 'pool_idle', 'pool_waiting']),
  observed('Waiting for the pool', ['pool_acquire']),
  observed('Lookups of Redis per second', ['redis_keyspace_hits', 'redis_keyspace_misses']),
  observed('Redis commands of the observer', ['redis_command_duration']),
  observed('Memory of Redis since before the load', ['redis_memory_growth_bytes']),
  observed('How late iterations started', ['iteration_start_delay']),
];

function perSecond(title: string, metric: string, by: string): Panel {
  const expr = `sum by (${by}) (${rate(metric)})`;
  return { title, unit: 'short', queries: [{ expr, legendFormat: `{{${by}}}` }] };
}

function observed(title: string, names: readonly [ObservedMetric, ...ObservedMetric[]]): Panel {
  return {
    title,
    unit: GRAFANA_UNIT[unitOf(names[0])],
    queries: names.map((name) => ({
      expr:
        overTime(name) === 'sum'
          ? `sum(${rate(`${prometheusName(name)}_total`)})`
          : `max(last_over_time(${prometheusName(name)}${WINDOW}) ${OF_RUNS})`,
      legendFormat: name,
    })),
  };
}

/** Per second, of each process of a run that goes on. */
function rate(metric: string): string {
  return `irate(${metric}${WINDOW}) ${OF_RUNS}`;
}

/** With its unit behind it, unless the name has that already; `_total` comes behind what is counted. */
function prometheusName(name: ObservedMetric): string {
  const words = ['poolproof', ...name.split('_')];
  const unit = UNIT_WORDS[unitOf(name)];
  return (unit === '' || words.includes(unit) ? words : [...words, unit]).join('_');
}

function unitOf(name: ObservedMetric) {
  const metric = METRICS[name];
  return 'unit' in metric ? metric.unit : 'count';
}
