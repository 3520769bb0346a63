import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { listen } from './local-server.ts';
import { temporaryFolder } from './run-poolproof.ts';

/** How a run of the cloud ends, in its words; `failed at once` is one that a threshold ended before its time. */
export type CloudResult = 'passed' | 'failed' | 'failed at once' | 'error';

export interface FakeCloudOptions {
  /** What becomes of a run; it runs for as long as this is not known. */
  readonly run?: (archive: string) => Promise<CloudResult>;
  /** Answers a request in the place of the cloud, where it returns true. */
  readonly instead?: (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;
}

interface FakeCloud {
  /** What k6 is to be told so that it talks to this cloud. */
  readonly env: NodeJS.ProcessEnv;
  /** What was asked for, such as `POST /cloud/v6/validate_options`. */
  readonly requests: readonly string[];
  /** Bodies of validate_options. */
  readonly validated: readonly { readonly options: Record<string, unknown>; readonly project_id: number }[];
  /** Where the last archive lies that was uploaded. */
  readonly archive: () => string;
}

const PROJECT = 5;
const TEST = 456;
const RUN = 123;

/** The API of Grafana Cloud k6, as far as `k6 cloud run` needs it, on a free loopback port until the test ends. */
export async function serveFakeCloud({ run, instead }: FakeCloudOptions = {}): Promise<FakeCloud> {
  const requests: string[] = [];
  const validated: { options: Record<string, unknown>; project_id: number }[] = [];
  let archive = '';
  let result: CloudResult | undefined;
  let isAborted = false;

  const answers: Readonly<Record<string, (body: Buffer, type: string) => unknown>> = {
    'POST /cloud/v6/validate_options': (body) => {
      validated.push(JSON.parse(body.toString()));
      return { vuh_usage: 0.5, breakdown: VUH };
    },
    [`POST /cloud/v6/projects/${PROJECT}/load_tests`]: async (body, type) => {
      const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
      archive = join(temporaryFolder(), 'archive.tar');
      writeFileSync(archive, new Uint8Array(await (form.get('script') as File).arrayBuffer()));
      return { id: TEST, project_id: PROJECT, name: form.get('name'), baseline_test_run_id: null, ...created() };
    },
    [`POST /cloud/v6/load_tests/${TEST}/start`]: () => {
      void run?.(archive).then((ended) => {
        result = ended;
      });
      return { ...testRun('created', null), test_run_details_page_url: `${url}/a/k6-app/runs/${RUN}` };
    },
    [`GET /cloud/v6/test_runs/${RUN}`]: () => {
      if (isAborted) return testRun('aborted', 'error');
      return result === undefined ? testRun('running', null) : testRun(...ENDING_OF[result]);
    },
    [`POST /cloud/v6/test_runs/${RUN}/abort`]: () => {
      isAborted = true;
      return undefined;
    },
  };

  const server = createServer(async (request, response) => {
    const name = `${request.method} ${request.url?.split('?')[0]}`;
    requests.push(name);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (await instead?.(request, response)) return;
    const answer = await answers[name]?.(Buffer.concat(chunks), request.headers['content-type'] ?? '');
    if (answer === undefined) response.writeHead(name in answers ? 204 : 404).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  const url = `http://127.0.0.1:${await listen(server)}`;
  return {
    requests,
    validated,
    archive: () => archive,
    env: {
      K6_CLOUD_HOST: url,
      K6_CLOUD_HOST_V6: url,
      K6_CLOUD_TOKEN: 'c4n4ry-token',
      K6_CLOUD_STACK_ID: '7',
      K6_SHOW_CLOUD_LOGS: 'false',
      CLOUD_PROJECT: `${PROJECT}`,
    },
  };
}

/** Refuses a request as the cloud does. */
export function refuseAsCloud(
  response: ServerResponse,
  { status, code, message }: { readonly status: number; readonly code: string; readonly message: string },
): true {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { code, message } }));
  return true;
}

const VUH = {
  protocol_vuh: 0.5,
  browser_vuh: 0,
  base_total_vuh: 0.5,
  reduction_rate: 0,
  reduction_rate_breakdown: {},
};

const ENDING_OF: Readonly<Record<CloudResult, readonly [status: string, result: string]>> = {
  passed: ['completed', 'passed'],
  failed: ['completed', 'failed'],
  'failed at once': ['aborted', 'failed'],
  error: ['aborted', 'error'],
};

function created() {
  return { created: new Date().toISOString(), updated: new Date().toISOString() };
}

/** A run with all the keys without which k6 refuses an answer. */
function testRun(status: string, result: string | null) {
  const now = { type: status, entered: new Date().toISOString() };
  return {
    id: RUN,
    test_id: TEST,
    project_id: PROJECT,
    started_by: null,
    created: new Date().toISOString(),
    ended: null,
    note: '',
    retention_expiry: null,
    cost: null,
    status,
    status_details: now,
    status_history: [now],
    distribution: [],
    result,
    result_details: null,
    options: {},
    k6_dependencies: {},
    k6_versions: {},
    max_vus: 1,
    max_browser_vus: 0,
    estimated_duration: 30,
    execution_duration: 30,
    is_starred: false,
  };
}
