import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dashboard } from '../../src/node/metrics/dashboard.ts';
import { grafanaDashboard } from '../../src/node/metrics/grafana.ts';
import { metricsPage } from '../../src/node/metrics/metrics-page.ts';

test('docs/metrics.md is what `npm run metrics` makes of the catalogue', () => {
  expect(readFileSync('docs/metrics.md', 'utf8')).toBe(metricsPage());
});

test('.dashboard.json is what `npm run metrics` makes of the catalogue', () => {
  expect(JSON.parse(readFileSync('.dashboard.json', 'utf8'))).toEqual(dashboard());
});

test('deploy/grafana/dashboard.json is what `npm run metrics` makes of the catalogue', () => {
  expect(JSON.parse(readFileSync('deploy/grafana/dashboard.json', 'utf8'))).toEqual(grafanaDashboard());
});

// What Prometheus 3.5.0 (storage/remote/otlptranslator) made of the metrics of a run.
const IN_PROMETHEUS = `
dropped_iterations_total
generator_cpu_share_ratio
http_req_duration_milliseconds
http_reqs_failed_total
http_reqs_total
iteration_start_delay_milliseconds
pool_acquire_milliseconds
pool_idle
pool_in_use
pool_size
pool_waiting
redis_api_connections
redis_blocked_clients
redis_busy_share_ratio
redis_command_duration_milliseconds
redis_connections
redis_connections_received_total
redis_connections_rejected_total
redis_keys_evicted_total
redis_keyspace_hits_total
redis_keyspace_misses_total
redis_memory_growth_bytes
vus`;

test('deploy/grafana/dashboard.json asks for metrics by the names that Prometheus gives them', () => {
  const expressions = grafanaDashboard().panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  const asked = expressions.map((expr) => /\bpoolproof_(\w+)/.exec(expr)?.[1]);
  expect(asked.length).toBeGreaterThan(0);
  expect(IN_PROMETHEUS.split('\n')).toEqual(expect.arrayContaining(asked));
  // Two runs, one after the other, do not add up.
  for (const expr of expressions)
    expect(expr).toContain('unless on (job, instance) (poolproof_end_time_milliseconds <');
});
