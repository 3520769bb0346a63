import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { dashboard } from '../../src/node/metrics/dashboard.ts';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { hasK6 } from '../helpers/k6-on-path.ts';
import { runPoolproof, temporaryFolder } from '../helpers/run-poolproof.ts';

const PANELS = dashboard().tabs.flatMap(({ sections }) => sections.flatMap(({ panels }) => panels));

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
