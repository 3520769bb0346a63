import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { METRICS, type MetricName } from '../../src/core/metrics/catalogue.ts';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { hasK6 } from '../helpers/k6-on-path.ts';
import { runPoolproof, temporaryFolder } from '../helpers/run-poolproof.ts';

interface Dashboard {
  readonly tabs: readonly {
    readonly title: string;
    readonly sections: readonly {
      readonly panels: readonly {
        readonly title: string;
        readonly id: string;
        readonly series: readonly { readonly query: string }[];
      }[];
    }[];
  }[];
}

const DASHBOARD = JSON.parse(readFileSync('.dashboard.json', 'utf8')) as Dashboard;
const PANELS = DASHBOARD.tabs.flatMap(({ sections }) => sections.flatMap(({ panels }) => panels));

/** What k6's dashboard knows of a metric of each kind. */
const STATISTICS: Readonly<Record<string, readonly string[]>> = {
  counter: ['count', 'rate'],
  gauge: ['value'],
  rate: ['rate'],
  trend: ['avg', 'max', 'med', 'min', 'p90', 'p95', 'p99'],
};

test('each panel of the web dashboard asks for metrics that there are, and for figures that they have', () => {
  const queries = PANELS.flatMap(({ series }) => series.map(({ query }) => query)).filter(
    (query) => !query.startsWith('['),
  );
  expect(queries.length).toBeGreaterThan(10);
  for (const query of queries) {
    const [, metric = '', figures = ''] = /^(\w+)\[\?!tags && \(?([^)]+)\)?\]$/.exec(query) ?? [];
    const { type } = METRICS[metric as MetricName];
    for (const figure of figures.split(' || ')) expect(STATISTICS[type], query).toContain(figure);
  }
  expect(new Set(PANELS.map(({ id }) => id)).size).toBe(PANELS.length);
});

test.skipIf(!hasK6)('k6 exports the panels with its dashboard when it is run from here', async () => {
  const api = await serveFlagApi(healthyApi);
  const file = join(temporaryFolder(), 'dashboard.html');
  await runPoolproof({
    ENGINE: 'k6',
    BASE_URL: api.url,
    DURATION: '3s',
    K6_WEB_DASHBOARD: 'true',
    // No server, only the file.
    K6_WEB_DASHBOARD_PORT: '-1',
    K6_WEB_DASHBOARD_PERIOD: '1s',
    K6_WEB_DASHBOARD_EXPORT: file,
  });
  const exported = configOf(readFileSync(file, 'utf8'));
  for (const { title } of PANELS) expect(exported).toContain(JSON.stringify(title));
});

/** What k6 was told to show: the file carries it as NDJSON, zipped. */
function configOf(html: string): string {
  const zipped = /<script id="data"[^>]*>([^<]+)</.exec(html)?.[1] ?? '';
  return gunzipSync(Buffer.from(zipped.trim(), 'base64')).toString();
}
