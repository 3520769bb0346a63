import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SYSTEM_TAGS_FOR_CLOUD } from '../../core/metrics/system-tags.ts';
import type { CommandSettings } from '../settings/command-settings.ts';
import { withoutRedis } from './without-redis.ts';

/**
 * Writes what is sent to the cloud into `folder`: the bundle, and a script of a few lines that adds the options that only the
 * cloud knows.
 *
 * @returns path of that script
 */
export function writeCloudScript(profile: string, bundle: string, settings: CommandSettings, folder: string): string {
  const text = readFileSync(bundle, 'utf8');
  writeFileSync(join(folder, 'bundle.js'), settings.load.redisUrl === '' ? withoutRedis(text) : text);
  const script = join(folder, `${profile}.js`);
  const options = JSON.stringify(cloudOptions(settings), null, 2);
  const tags = JSON.stringify(SYSTEM_TAGS_FOR_CLOUD);
  // Every VU but the first exports no options.
  writeFileSync(
    script,
    `import { options as laidOut } from './bundle.js';

export * from './bundle.js';
const cloud = ${options};
const systemTags = ${tags};
export const options = laidOut && { ...laidOut, systemTags, cloud: { ...laidOut.cloud, ...cloud } };
`,
  );
  return script;
}

/** As k6's `options.cloud`. */
function cloudOptions({ cloudNote, staticIps, loadZones }: CommandSettings) {
  return {
    ...(cloudNote !== '' && { note: cloudNote }),
    ...(staticIps && { staticIPs: true }),
    ...(Object.keys(loadZones).length > 0 && { distribution: loadZones }),
  };
}
