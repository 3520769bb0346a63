import { spawnSync } from 'node:child_process';
import { expect, test, vi } from 'vitest';
import { type CloudResult, type FakeCloudOptions, refuseAsCloud, serveFakeCloud } from '../helpers/fake-cloud.ts';
import { answerJson, healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { hasK6, K6_SKIP_REASON } from '../helpers/k6-on-path.ts';
import { startRedisServer } from '../helpers/redis-server.ts';
import { ROOMY_COMMAND } from '../helpers/roomy-limits.ts';
import { runCommand, runPoolproof, type StartedCommand, startCommand } from '../helpers/run-poolproof.ts';
import { serveProducts } from '../helpers/shop-apis.ts';

/** No load zone reaches a test, so an address that is out there stands for the API. */
const THERE = 'https://staging.example.com';

function startCloud(env: NodeJS.ProcessEnv): StartedCommand {
  const short = { BASE_URL: THERE, RATE: '20', DURATION: '2s' };
  return startCommand(process.execPath, [ROOMY_COMMAND, 'cloud'], { ...short, ...env });
}

/** A cloud that runs what was uploaded, here and against an API of the test, and judges by k6's exit code. */
function runsArchive(apiUrl: string): FakeCloudOptions {
  return {
    async run(archive): Promise<CloudResult> {
      const { exitCode } = await runCommand('k6', ['run', '--quiet', '-e', `BASE_URL=${apiUrl}`, archive], {});
      return exitCode === 0 ? 'passed' : exitCode === 99 ? 'failed' : 'error';
    },
  };
}

test.skipIf(!hasK6)(
  `a run in the cloud passes, with all that was set, and without k6/x/redis ${K6_SKIP_REASON}`,
  async () => {
    const api = await serveFlagApi(healthyApi);
    const cloud = await serveFakeCloud(runsArchive(api.url));
    const { exitCode, output } = await startCloud({
      ...cloud.env,
      CLOUD_LOAD_ZONES: 'amazon:us:ashburn=60, amazon:de:frankfurt=40',
      CLOUD_STATIC_IPS: '1',
      CLOUD_NOTE: 'build "7"',
      FLAG_KEYS: 'dark-mode',
    }).done;
    expect(output).toContain('PASSED: the cloud saw no threshold fail');
    expect(output).toMatch(/poolproof: run in the cloud: http:\S+\/runs\/123\n/);
    expect(exitCode).toBe(0);
    expect(cloud.validated).toHaveLength(1);
    expect(cloud.validated[0]?.project_id).toBe(5);
    expect(cloud.validated[0]?.options.cloud).toMatchObject({
      name: 'poolproof load',
      note: 'build "7"',
      staticIPs: true,
      distribution: {
        'amazon:us:ashburn': { loadZone: 'amazon:us:ashburn', percent: 60 },
        'amazon:de:frankfurt': { loadZone: 'amazon:de:frankfurt', percent: 40 },
      },
    });
    // Without it the cloud takes no samples.
    expect(cloud.validated[0]?.options.systemTags).toContain('error');
    // The preflight asks once for the list, the load 40 times.
    expect(api.requestCount()).toBeGreaterThanOrEqual(41);
    const files = spawnSync('tar', ['-xOf', cloud.archive()], { encoding: 'utf8', maxBuffer: 1e8 }).stdout;
    expect(files).toContain('"FLAG_KEYS": "dark-mode"');
    expect(files).not.toMatch(/(?:from|with) "?k6\/x\/redis/);
    expect(output).not.toContain('c4n4ry');
  },
);

test.skipIf(!hasK6).each([
  ['a journey', { JOURNEY: 'journeys/products.ts' }, ['list', 'one', 'search', 'change']],
  ['paths', { PATHS: '/products=80 /products?q={unique}=20' }, ['products', 'products_q_unique']],
] as const)(`%s goes to the cloud ${K6_SKIP_REASON}`, async (_what, sent, scenarios) => {
  const redis = await startRedisServer();
  const api = await serveProducts(redis.port);
  const cloud = await serveFakeCloud(runsArchive(api.url));
  const { exitCode, output } = await startCloud({ ...cloud.env, ...sent }).done;
  expect(output).toContain('PASSED: the cloud saw no threshold fail');
  expect(exitCode, output).toBe(0);
  expect(Object.keys(cloud.validated[0]?.options.scenarios ?? {})).toEqual(expect.arrayContaining([...scenarios]));
  expect(api.requestCount()).toBeGreaterThanOrEqual(41);
});

test.skipIf(!hasK6)(`a threshold that fails in the cloud ends with 99 ${K6_SKIP_REASON}`, async () => {
  let requests = 0;
  const api = await serveFlagApi((request, response) => {
    requests += 1;
    if (requests === 20) answerJson(response, {}, 500);
    else healthyApi(request, response);
  });
  const cloud = await serveFakeCloud(runsArchive(api.url));
  const { exitCode, output } = await startCloud(cloud.env).done;
  expect(output).toContain('FAILED: a threshold failed in the cloud');
  expect(exitCode).toBe(99);
});

test.skipIf(!hasK6)(
  `STOP_EARLY goes to the cloud, and a run that it ends there ends with 99 ${K6_SKIP_REASON}`,
  async () => {
    const api = await serveFlagApi((request, response) => {
      if (request.url?.includes('/dark-mode') && api.requestCount() > 60) answerJson(response, {}, 500);
      else healthyApi(request, response);
    });
    const { run } = runsArchive(api.url);
    const cloud = await serveFakeCloud({
      run: async (archive) => ((await run?.(archive)) === 'failed' ? 'failed at once' : 'error'),
    });
    const { exitCode, output } = await startCloud({ ...cloud.env, DURATION: '5m', STOP_EARLY: '1' }).done;
    expect(output).toContain('FAILED: a threshold failed in the cloud');
    expect(exitCode).toBe(99);
    // Of 6000 in five minutes.
    expect(api.requestCount()).toBeLessThan(1_500);
  },
);

test.skipIf(!hasK6)(`a run that the cloud aborted is not judged ${K6_SKIP_REASON}`, async () => {
  const cloud = await serveFakeCloud({ run: async () => 'error' });
  const { exitCode, output } = await startCloud(cloud.env).done;
  expect(output).toContain('NOT JUDGED: the run was aborted in the cloud');
  expect(exitCode).toBe(97);
});

test.skipIf(!hasK6).each([
  ['a quota that is used up', { status: 403, code: 'QUOTA', message: 'The test exceeds your monthly VUh', advice: '' }],
  [
    'a token that has expired',
    { status: 401, code: 'AUTH', message: 'Invalid token', advice: '. The token may have expired: make a new one' },
  ],
] as const)(`%s ends in one line, and nothing is uploaded ${K6_SKIP_REASON}`, async (_what, refused) => {
  const { status, code, message, advice } = refused;
  const cloud = await serveFakeCloud({ instead: (_request, response) => refuseAsCloud(response, refused) });
  const { exitCode, output } = await startCloud(cloud.env).done;
  const [first, line, ...more] = output.trim().split('\n');
  expect(first).toMatch(/^poolproof: sending load against https:\/\/staging\.example\.com to Grafana Cloud by k6 /);
  expect(line).toContain(`Cannot run in the cloud: (${status}/${code}) ${message}${advice}`);
  expect(more).toEqual([]);
  expect(exitCode).toBe(255);
  expect(new Set(cloud.requests)).toEqual(new Set(['POST /cloud/v6/validate_options']));
});

test.skipIf(!hasK6)(`a cloud out of reach is waited for no longer than CLOUD_PATIENCE ${K6_SKIP_REASON}`, async () => {
  const cloud = await serveFakeCloud({
    instead: (request) => {
      const isCut = request.method === 'GET';
      if (isCut) request.socket.destroy();
      return isCut;
    },
  });
  const { exitCode, output } = await startCloud({ ...cloud.env, CLOUD_PATIENCE: '1s' }).done;
  expect(output).toMatch(/NOT SEEN TO ITS END: the run may go on in the cloud; .*\n {2}http:\S+\/runs\/123\n$/);
  expect(exitCode).toBe(98);
});

test.skipIf(!hasK6)(
  `Ctrl-C aborts the run in the cloud, even before the cloud answered that it began ${K6_SKIP_REASON}`,
  async () => {
    for (const isEarly of [false, true]) {
      let command: StartedCommand | undefined;
      let interrupts = 0;
      const cloud = await serveFakeCloud({
        instead: async ({ method, url }) => {
          const isMoment = isEarly ? url?.endsWith('/start') : method === 'GET';
          if (isMoment && interrupts === 0) interrupts += Number(command?.child.kill('SIGINT'));
          // Only then is it answered: k6 itself must not hear of Ctrl-C before there is a run to abort.
          if (isMoment && isEarly)
            await vi.waitFor(() => expect(command?.output()).toContain('stopping as soon as'), 10_000);
          return false;
        },
      });
      command = startCloud(cloud.env);
      const { exitCode, output } = await command.done;
      expect(cloud.requests.filter((name) => name.endsWith('/abort'))).toHaveLength(1);
      expect(output).toContain('STOPPED: the run was aborted in the cloud');
      expect(exitCode).toBe(105);
    }
  },
);

const REFUSED: readonly (readonly [what: string, env: NodeJS.ProcessEnv, line: string])[] = [
  ['no address', { BASE_URL: '' }, 'BASE_URL is not set, and the cloud cannot reach a local stack'],
  [
    'a loopback address',
    { BASE_URL: 'http://[::1]:3001' },
    'is not allowed in the cloud: only this machine reaches it',
  ],
  [
    'a private address',
    { BASE_URL: 'http://10.1.2.3' },
    'is not allowed in the cloud: only its own network reaches it',
  ],
  [
    'a loopback address for a private load zone',
    { BASE_URL: 'http://127.0.0.1', CLOUD_LOAD_ZONES: 'my-cluster' },
    'only this machine reaches it',
  ],
  [
    'a Redis in private reach',
    { REDIS_URL: 'redis://redis:6379' },
    'REDIS_URL="redis://redis:6379" is not allowed in the cloud',
  ],
  ['a password of Redis', { REDIS_URL: 'rediss://:c4n4ry@redis.example.com' }, 'REDIS_URL would stand in clear text'],
  ['AUTHORIZATION', { AUTHORIZATION: 'Bearer c4n4ry' }, 'AUTHORIZATION would stand in clear text in the archive'],
  ['a token in a path', { FLAGS_PATH: '/flags?token=c4n4ry' }, 'FLAGS_PATH would stand in clear text in the archive'],
  ['a profile that controls Redis', { PROFILE: 'failover' }, 'Cannot run failover in the cloud: it takes Redis away'],
  ['a profile that is none', { PROFILE: 'lod' }, 'There is no profile "lod"'],
  ['a command to be run here', { COLD_CMD: 'true' }, 'Cannot run in the cloud with COLD_CMD'],
  ['a function of AWS', { LAMBDA_FUNCTION: 'api' }, 'Cannot run in the cloud with LAMBDA_FUNCTION'],
  ['the embedded engine', { ENGINE: 'embedded' }, 'Cannot run in the cloud with ENGINE=embedded: the cloud runs k6'],
  ['zones that do not make 100', { CLOUD_LOAD_ZONES: 'a=60,b=30' }, 'CLOUD_LOAD_ZONES="a=60,b=30" is not allowed: '],
  ['a setting that is not allowed', { RATE: 'abc' }, 'RATE="abc" is not allowed'],
  ['no k6', { PATH: '/nowhere' }, 'Cannot run in the cloud: k6 was not found on PATH. Install k6 v2'],
  ...(hasK6
    ? ([
        ['no token', { K6_CLOUD_TOKEN: '' }, 'no token or no stack is known. Log in by k6 cloud login'],
        ['no project', { CLOUD_PROJECT: '' }, 'no project is known. Set CLOUD_PROJECT'],
      ] as const)
    : []),
];

test.each(REFUSED)('%s is refused in one line, and nothing is sent', async (_what, env, line) => {
  const cloud = await serveFakeCloud();
  const { exitCode, output } = await startCloud({ ...cloud.env, HOME: '/nowhere', XDG_CONFIG_HOME: '/nowhere', ...env })
    .done;
  const lines = output
    .trim()
    .split('\n')
    .filter((text) => !text.startsWith('poolproof: sending'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(line);
  expect(output).not.toContain('c4n4ry');
  expect(exitCode).toBe(104);
  expect(cloud.requests).toEqual([]);
});

test('make cloud is that command', async () => {
  const { exitCode, output } = await runCommand('make', ['cloud', 'PROFILE=failover', `BASE_URL=${THERE}`], {});
  expect(output).toMatch(/Cannot run failover in the cloud: .*\nmake: .* Error 104\n$/);
  expect(exitCode).toBe(2);
});

test('CLOUD=results is refused in one line on the embedded engine', async () => {
  const api = await serveFlagApi(healthyApi);
  const { exitCode, output } = await runPoolproof({ ENGINE: 'embedded', BASE_URL: api.url, CLOUD: 'results' });
  expect(output).toMatch(/^CLOUD="results" is not allowed: it needs k6, .*ENGINE=k6\n$/);
  expect(exitCode).toBe(104);
  expect(api.requestCount()).toBe(0);
});

test.skipIf(!hasK6).each([
  ['ours', {}],
  ['a journey', { JOURNEY: 'journeys/products.ts' }],
  ['paths', { PATHS: '/products=100' }],
])(
  `CLOUD=results sends the samples of a run here to the cloud, whatever is sent: %s ${K6_SKIP_REASON}`,
  async (what, sent) => {
    const redis = await startRedisServer();
    const api = what === 'ours' ? await serveFlagApi(healthyApi) : await serveProducts(redis.port);
    const cloud = await serveFakeCloud({
      instead: (request, response) => {
        if (!request.url?.startsWith('/v')) return false;
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ reference_id: '123', config: { metricPushInterval: '1s' } }));
        return true;
      },
    });
    const run = await runPoolproof({ ...cloud.env, ENGINE: 'k6', BASE_URL: api.url, CLOUD: 'results', ...sent });
    expect(run.exitCode, run.output).toBe(0);
    expect(run.result?.series?.points).toBeGreaterThan(0);
    expect(cloud.requests[0]).toBe('POST /v1/tests');
    expect(cloud.requests).toContain('POST /v2/metrics/123');
    expect(run.output).not.toContain('c4n4ry');
  },
);
