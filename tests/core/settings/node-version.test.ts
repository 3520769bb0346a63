import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { whyUnfit } from '../../../src/core/settings/node-version.ts';

test('whyUnfit() refuses what is older than package.json says, and names it', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
  const oldest = engines.node.replace('>=', '');
  for (const version of [`${oldest}.0`, '20.20.1', '22.0.0', '26.1.0'])
    expect(whyUnfit(version, 'node')).toBeUndefined();
  for (const version of ['20.18.3', '19.99.0', '18.20.8', '8.0.0']) {
    expect(whyUnfit(version, '/usr/bin/node')).toContain(
      `needs Node.js ${oldest} or newer, and /usr/bin/node is ${version}`,
    );
  }
});
