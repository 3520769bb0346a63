import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

interface Service {
  readonly build?: { readonly dockerfile: string };
  readonly ports: readonly string[];
  readonly volumes?: readonly string[];
  readonly profiles?: readonly string[];
}

const { services } = parse(readFileSync('compose.yaml', 'utf8')) as { services: Record<string, Service> };

test('compose.yaml listens on this machine alone, and names files that are there', () => {
  for (const [name, { build, ports, volumes = [] }] of Object.entries(services)) {
    for (const port of ports) expect(port, name).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    const files = [...(build ? [build.dockerfile] : []), ...volumes.map((volume) => volume.split(':')[0] ?? '')];
    for (const file of files) expect(existsSync(file), file).toBe(true);
  }
});

test('compose.yaml starts the stack alone, and dashboards only when they are asked for', () => {
  const asked = Object.entries(services).filter(([, { profiles }]) => profiles !== undefined);
  expect(asked.map(([name]) => name)).toEqual(['prometheus', 'grafana']);
  expect(Object.keys(services)).toEqual(['redis', 'postgres', 'api', 'prometheus', 'grafana']);
});
