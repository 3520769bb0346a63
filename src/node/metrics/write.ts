// Writes what is made from the catalogue of metrics: `npm run metrics`.
import { writeFileSync } from 'node:fs';
import { dashboard } from './dashboard.ts';
import { grafanaDashboard } from './grafana.ts';
import { metricsPage } from './metrics-page.ts';

writeFileSync('docs/metrics.md', metricsPage());
writeFileSync('.dashboard.json', `${JSON.stringify(dashboard(), null, 2)}\n`);
writeFileSync('deploy/grafana/dashboard.json', `${JSON.stringify(grafanaDashboard(), null, 2)}\n`);
