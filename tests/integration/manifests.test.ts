import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rootCertificates } from 'node:tls';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Secret } from 'kubernetes-models/v1/Secret';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { answerJson, serveFlagApi } from '../helpers/flag-api.ts';
import { ROOMY_COMMAND } from '../helpers/roomy-limits.ts';
import { type CommandRun, ENGINES, runCommand, runPoolproof, temporaryFolder } from '../helpers/run-poolproof.ts';
import { isTestRun } from '../helpers/test-run-schema.ts';

const ADDRESS = 'https://staging-api.example.com';

function makeManifests(folder: string, env: NodeJS.ProcessEnv): Promise<CommandRun> {
  const command = 'cd "$1" && shift && exec "$@"';
  return runCommand('sh', ['-c', command, 'sh', folder, process.execPath, resolve(ROOMY_COMMAND), 'manifests'], env);
}

// biome-ignore lint/suspicious/noExplicitAny: YAML of any kind
function manifestOf(folder: string, file: string): any {
  // As kubectl does.
  return parse(readFileSync(join(folder, 'deploy/load', file), 'utf8'), { version: '1.1' });
}

test('make manifests writes a Job, a TestRun and its ConfigMap that Kubernetes takes, and no secret but into the Secret', async () => {
  const folder = temporaryFolder();
  const { exitCode, output } = await makeManifests(folder, {
    BASE_URL: ADDRESS,
    RATE: '20000',
    SHARES: '4',
    START_AT: new Date(Date.now() + 60_000).toISOString(),
    AUTHORIZATION: 'Bearer c4n4ry',
    FLAG_KEYS: 'on',
    RESULTS_CLAIM: 'results',
  });
  expect(exitCode, output).toBe(0);
  expect(output).toContain('poolproof: job.yaml, testrun.yaml, bundle.yaml, secret.yaml in deploy/load, for 4 pods');
  const [job, run, bundle, secret] = ['job.yaml', 'testrun.yaml', 'bundle.yaml', 'secret.yaml'].map((file) =>
    manifestOf(folder, file),
  );
  new Job(job).validate();
  new ConfigMap(bundle).validate();
  new Secret(secret).validate();
  expect(isTestRun(run), JSON.stringify(isTestRun.errors)).toBe(true);
  // They would not take anything.
  expect(() => new Job({ ...job, spec: { ...job.spec, completions: '4' } }).validate()).toThrow();
  expect(isTestRun({ ...run, spec: { ...run.spec, paralelism: 4 } })).toBe(false);

  expect(job.spec).toMatchObject({ completionMode: 'Indexed', completions: 4, parallelism: 4, backoffLimit: 0 });
  const [container] = job.spec.template.spec.containers;
  expect(container.env).toContainEqual({ name: 'FLAG_KEYS', value: 'on' });
  expect(container.env).toContainEqual({ name: 'SHARES', value: '4' });
  expect(container.envFrom).toEqual([{ secretRef: { name: 'poolproof-load' } }]);
  expect(job.spec.template.spec.volumes).toEqual([
    { name: 'results', persistentVolumeClaim: { claimName: 'results' } },
  ]);
  expect(run.spec.script.configMap).toEqual({ name: bundle.metadata.name, file: Object.keys(bundle.data)[0] });
  // The image of k6 itself has no k6/x/redis.
  expect(bundle.data['load.js']).not.toContain('from "k6/x/redis"');
  expect(secret.stringData).toEqual({ AUTHORIZATION: 'Bearer c4n4ry' });
  expect(statSync(join(folder, 'deploy/load/secret.yaml')).mode & 0o777).toBe(0o600);
  const others = readdirSync(join(folder, 'deploy/load')).filter((file) => file !== 'secret.yaml');
  for (const file of others) expect(readFileSync(join(folder, 'deploy/load', file), 'utf8')).not.toContain('c4n4ry');
  expect(output).not.toContain('c4n4ry');

  // Once more, with Redis and without a secret: what was needed before is gone.
  const again = await makeManifests(folder, { BASE_URL: ADDRESS, REDIS_URL: 'redis://redis:6379' });
  expect(again.output).toContain('no TestRun for the k6 operator: with REDIS_URL it needs K6_IMAGE');
  expect(readdirSync(join(folder, 'deploy/load'))).toEqual(['job.yaml']);
});

test('what is sent by PATHS, and where metrics go, is what the pods of the Job do', async () => {
  const folder = temporaryFolder();
  const { exitCode, output } = await makeManifests(folder, {
    BASE_URL: ADDRESS,
    PATHS: '/products=100',
    OTLP_ENDPOINT: 'http://collector:4318',
    OTLP_HEADERS: 'authorization=c4n4ry',
  });
  expect(exitCode, output).toBe(0);
  const [container] = manifestOf(folder, 'job.yaml').spec.template.spec.containers;
  expect(container.env).toContainEqual({ name: 'PATHS', value: '/products=100' });
  expect(container.env).toContainEqual({ name: 'OTLP_ENDPOINT', value: 'http://collector:4318' });
  expect(manifestOf(folder, 'secret.yaml').stringData).toEqual({ OTLP_HEADERS: 'authorization=c4n4ry' });
});

/** A journey that imports code and data, in a folder of its own. */
function writeJourney(): string {
  const folder = temporaryFolder();
  const files = {
    'shop 2.ts': `import { journey } from 'poolproof';
import paths from './paths.csv';
import { pathOf } from './path.ts';
export default journey({
  variables: { SHOP: { about: 'a shop', fallback: '', secret: 'all' } },
  requests: { one: { share: 100, cache: 'warm', send: ({ get, turn }) => get(pathOf(paths, turn)) } },
});`,
    'path.ts': `export const pathOf = (paths: readonly Record<string, string>[], turn: number) => '/' + paths[turn % paths.length]?.path;`,
    'paths.csv': 'path\napples\npears\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return join(folder, 'shop 2.ts');
}

test.each(ENGINES)('a journey goes to the pods with all that it imports, and runs there on %s', async (ENGINE) => {
  const folder = temporaryFolder();
  const made = await makeManifests(folder, { BASE_URL: ADDRESS, JOURNEY: writeJourney(), SHOP: 'c4n4ry', SHARES: '2' });
  expect(made.exitCode, made.output).toBe(0);
  const { env, args, volumeMounts } = manifestOf(folder, 'job.yaml').spec.template.spec.containers[0];
  const { volumes } = manifestOf(folder, 'job.yaml').spec.template.spec;
  const map = manifestOf(folder, 'journey.yaml');
  new ConfigMap(map).validate();
  new Job(manifestOf(folder, 'job.yaml')).validate();
  expect(env).toContainEqual({ name: 'JOURNEY', value: '/journey/shop-2.js' });
  expect(volumeMounts).toContainEqual({ name: 'journey', mountPath: '/journey', readOnly: true });
  expect(volumes).toContainEqual({ name: 'journey', configMap: { name: map.metadata.name } });
  expect(manifestOf(folder, 'secret.yaml').stringData).toEqual({ SHOP: 'c4n4ry' });
  expect(JSON.stringify(map)).not.toContain('c4n4ry');

  const pod = temporaryFolder();
  for (const [name, text] of Object.entries<string>(map.data)) writeFileSync(join(pod, name), text);
  const seen = new Set<string>();
  const api = await serveFlagApi((request, response) => {
    seen.add(request.url ?? '');
    answerJson(response, []);
  });
  const own = { BASE_URL: api.url, JOURNEY: join(pod, 'shop-2.js'), JOB_COMPLETION_INDEX: '1', SHARES: '2', ENGINE };
  const { exitCode, output, result } = await runPoolproof(own, args[1]);
  expect(exitCode, output).toBe(0);
  expect(result?.scenarios).toMatchObject({ one: { plannedRequests: 20 } });
  expect([...seen].sort()).toEqual(['/apples', '/pears']);
});

test('ENGINE says what the pods of the Job run, and the k6 operator runs k6', async () => {
  const folder = temporaryFolder();
  const { output } = await makeManifests(folder, { BASE_URL: ADDRESS, RATE: '10000', ENGINE: 'embedded' });
  expect(output).toContain('no TestRun for the k6 operator: it would run k6, and ENGINE=embedded is set');
  expect(readdirSync(join(folder, 'deploy/load'))).toEqual(['job.yaml']);
  const [embedded] = manifestOf(folder, 'job.yaml').spec.template.spec.containers;
  expect(embedded.env).toContainEqual({ name: 'ENGINE', value: 'embedded' });

  const IMAGE = 'registry.example.com/poolproof-k6:1';
  await makeManifests(folder, { BASE_URL: ADDRESS, RATE: '10000', ENGINE: 'k6', IMAGE });
  const [k6] = manifestOf(folder, 'job.yaml').spec.template.spec.containers;
  expect(k6.env).toContainEqual({ name: 'ENGINE', value: 'k6' });
  // The VUs of k6 need more.
  const memory = (container: typeof k6) => Number.parseInt(container.resources.requests.memory, 10);
  expect(memory(k6)).toBeGreaterThan(memory(embedded));
});

test.each([
  ['no address', {}, 'Cannot make manifests: BASE_URL is not set'],
  [
    'a loopback address',
    { BASE_URL: 'http://localhost:3001' },
    'Cannot make manifests: BASE_URL is an address that only',
  ],
  ['a command of this machine', { BASE_URL: ADDRESS, COLD_CMD: 'true' }, 'each pod would run COLD_CMD. Unset it'],
  ['an output of this machine', { BASE_URL: ADDRESS, CLOUD: 'results' }, 'CLOUD is for runs on this machine'],
  [
    'an engine that the image does not have',
    { BASE_URL: ADDRESS, ENGINE: 'k6' },
    'ENGINE=k6 needs an IMAGE of poolproof with k6, for the default one has none; the TestRun runs k6 anyway. Unset it',
  ],
  ['a profile of one process', { BASE_URL: ADDRESS, PROFILE: 'saturation' }, 'saturation ends when it finds an edge'],
  [
    'a number of shares that is none',
    { BASE_URL: ADDRESS, SHARES: '0' },
    'SHARES="0" is not allowed: give a whole number',
  ],
  ['a bad setting', { BASE_URL: ADDRESS, RATE: 'x' }, 'RATE="x" is not allowed'],
  ['a rate that the pods cannot send', { BASE_URL: ADDRESS, RATE: '40001' }, 'RATE="40001" is not allowed'],
  [
    'a start that is over',
    { BASE_URL: ADDRESS, START_AT: '2020-01-01T00:00:00Z' },
    'START_AT="2020-01-01T00:00:00.000Z" was',
  ],
])('%s is refused in one line, and nothing is written', async (_what, env, line) => {
  const folder = temporaryFolder();
  const { exitCode, output } = await makeManifests(folder, env);
  expect(output.trim().split('\n')).toHaveLength(1);
  expect(output).toContain(line);
  expect(exitCode).toBe(104);
  expect(existsSync(join(folder, 'deploy'))).toBe(false);
});

test('a file of this machine is refused', async () => {
  const CA_FILE = join(temporaryFolder(), 'ca.pem');
  writeFileSync(CA_FILE, rootCertificates[0] ?? '');
  const { exitCode, output } = await makeManifests(temporaryFolder(), { BASE_URL: ADDRESS, CA_FILE });
  expect(output).toBe('Cannot make manifests: CA_FILE names a file that the image does not have. Unset it\n');
  expect(exitCode).toBe(104);
});
