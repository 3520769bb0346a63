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
