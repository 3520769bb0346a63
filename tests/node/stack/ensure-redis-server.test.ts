import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ensureRedisServer } from '../../../src/node/stack/ensure-redis-server.ts';
import { UserError } from '../../../src/node/user-error.ts';

const REDIS = '#!/bin/sh\necho "Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc bits=64"\n';

/** A folder of stand-in programs that serves as the whole PATH. */
function createPath(programs: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'poolproof-test-path-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
  const said: string[] = [];
  const options = { environment: { PATH: folder }, logDir: folder, say: (line: string) => said.push(line) };
  return { folder, said, options };
}

test('finds redis-server on PATH with its version and says nothing', () => {
  const { folder, said, options } = createPath({ 'redis-server': REDIS });
  expect(ensureRedisServer(options)).toEqual({ path: join(folder, 'redis-server'), version: '7.0.15' });
  expect(said).toEqual([]);
});

test('takes valkey-server where there is no redis-server', () => {
  const { folder, options } = createPath({ 'valkey-server': '#!/bin/sh\necho "Valkey server v=8.1.0 sha=0"\n' });
  expect(ensureRedisServer(options)).toEqual({ path: join(folder, 'valkey-server'), version: '8.1.0' });
});

test('REDIS_SERVER names the program and must be one', () => {
  const { folder, options } = createPath({ mine: REDIS, 'redis-server': REDIS });
  const named = (path: string) => ensureRedisServer({ ...options, environment: { REDIS_SERVER: path, PATH: folder } });
  expect(named(join(folder, 'mine')).path).toBe(join(folder, 'mine'));
  expect(() => named('/nowhere/redis')).toThrow('Cannot run REDIS_SERVER "/nowhere/redis"');
  expect(() => named('/bin/true')).toThrow('does not report a version of Redis');
});

test('without a server and without the right to install one, the error names the three ways', () => {
  const { options, said } = createPath({});
  const missing = () => ensureRedisServer({ ...options, canInstall: false });
  expect(missing).toThrow(UserError);
  for (const way of ['apt-get install redis-server', 'dnf install redis', 'brew install redis']) {
    expect(missing).toThrow(way);
  }
  expect(missing).toThrow('docker compose up -d redis, then set REDIS_URL=redis://127.0.0.1:6379');
  expect(missing).toThrow('set REDIS_URL=redis://HOST:PORT');
  expect(said).toEqual([]);
});

test('installs the package, after an update when it is unknown, and starts no service', () => {
  // Knows the package only after an update; then "installs" a server beside itself.
  const aptGet = `#!/bin/sh
echo "apt-get $* $DEBIAN_FRONTEND $RUNLEVEL"
here=\${0%/*}
if [ "$1" = update ]; then : > "$here/lists"; exit 0; fi
[ -e "$here/lists" ] || { echo "E: Unable to locate package"; exit 100; }
printf '#!/bin/sh\\necho "Redis server v=7.0.15 sha=0"\\n' > "$here/redis-server"
/bin/chmod +x "$here/redis-server"
`;
  const { folder, said, options } = createPath({ 'apt-get': aptGet });
  expect(ensureRedisServer({ ...options, canInstall: true })).toEqual({
    path: join(folder, 'redis-server'),
    version: '7.0.15',
  });
  expect(said).toEqual([`No redis-server found: installing Debian's package (output in ${join(folder, 'apt.log')})`]);
  const install = 'apt-get install -y --no-install-recommends redis-server noninteractive 1';
  expect(readFileSync(join(folder, 'apt.log'), 'utf8').split('\n')).toEqual([
    install,
    'E: Unable to locate package',
    'apt-get update noninteractive 1',
    install,
    '',
  ]);
});

test('an installation that fails names its log and the other ways', () => {
  const { folder, options } = createPath({ 'apt-get': '#!/bin/sh\nexit 100\n' });
  const install = () => ensureRedisServer({ ...options, canInstall: true });
  expect(install).toThrow(UserError);
  expect(install).toThrow(join(folder, 'apt.log'));
  expect(install).toThrow('REDIS_URL');
});
