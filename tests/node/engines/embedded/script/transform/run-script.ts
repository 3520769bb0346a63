import vm from 'node:vm';
import { SCRIPT_PARAMETERS } from '../../../../../../src/node/engines/embedded/script/script-parameters.ts';
import { transformScript } from '../../../../../../src/node/engines/embedded/script/transform/transform-script.ts';
import {
  assertNoLostSuspension,
  createCoroutineRuntime,
  drive,
} from '../../../../../../src/node/engines/embedded/vu/coroutine.ts';
import {
  type BlockingRun,
  isBlockingRun,
  Suspension,
} from '../../../../../../src/node/engines/embedded/vu/suspension.ts';
import { wait } from '../../../../../../src/node/engines/embedded/vu/wait.ts';

/** What a script did: its log, and what its default function returned or threw. */
export interface Outcome {
  readonly log: readonly string[];
  readonly result?: unknown;
  readonly error?: string;
}

type Script = (...args: unknown[]) => () => Promise<void>;

/** Runs a script through the transform with k6 functions that complete later. */
export async function runTransformed(source: string, iteration = 0): Promise<Outcome> {
  const { code } = transformScript(source, 'script.js');
  const blocking =
    (action: (...args: unknown[]) => unknown) =>
    (...args: unknown[]) =>
      new Suspension((resume, fail) => {
        setImmediate(() => {
          let value: unknown;
          try {
            value = action(...args);
          } catch (error) {
            fail(error);
            return;
          }
          resume(value);
        });
      });
  const group = (_name: unknown, callback: () => unknown) => callback();
  const check = (value: unknown, sets: Record<string, unknown>) => {
    const results = Object.values(sets).map((set) => (typeof set === 'function' ? set(value) : set));
    return results.some(isBlockingRun) ? all(results) : results.every(Boolean);
  };
  function* all(results: unknown[]): BlockingRun {
    let passed = true;
    for (const result of results) passed = Boolean(yield* wait(result)) && passed;
    return passed;
  }
  return runScript(code, iteration, blocking, group, check);
}

/** Runs a script as k6 does: its blocking functions complete before they return. */
export async function runOriginal(source: string, iteration = 0): Promise<Outcome> {
  const code = source
    .replace(/^#!.*/, '')
    .replace("import http from 'k6/http';", '')
    .replace(/import \{.*?\} from 'k6';/, '')
    .replaceAll(/\{ __ITER,/g, '{ __ITER: __iteration,')
    .replaceAll(/__ITER(?!:)/g, '__iteration')
    .replace(/export default/, '$main =')
    .replaceAll(/export (?=function|const|async|class)/g, '');
  const imports =
    "const http=$import('k6/http'),{sleep,group,check}=$import('k6'),__iteration=$state.iteration,$done=$export";
  const body = `'use strict';let $main;${imports};return async()=>{${code}\n;$done({default:()=>$main})}`;
  const group = (_name: unknown, callback: () => unknown) => callback();
  const check = (value: unknown, sets: Record<string, unknown>) =>
    Object.values(sets).reduce<boolean>(
      (passed, set) => Boolean(typeof set === 'function' ? set(value) : set) && passed,
      true,
    );
  return runScript(body, iteration, (action) => action, group, check);
}

async function runScript(
  code: string,
  iteration: number,
  blocking: (action: (...args: unknown[]) => unknown) => unknown,
  group: unknown,
  check: unknown,
): Promise<Outcome> {
  const log: string[] = [];
  const request = (method: string) =>
    blocking((url) => {
      log.push(`${method} ${String(url)}`);
      if (String(url).includes('fail')) throw new Error(`refused ${String(url)}`);
      return { status: 200, body: String(url), json: () => ({ url }) };
    });
  const http: Record<string, unknown> = Object.fromEntries(
    ['get', 'head', 'post', 'put', 'patch', 'del', 'options', 'request', 'batch'].map((name) => [name, request(name)]),
  );
  http.asyncRequest = async (_method: string, url: string) => {
    log.push(`async ${url}`);
    return { status: 200, body: url };
  };
  const sleep = blocking((seconds) => {
    log.push(`sleep ${String(seconds)}`);
    return undefined;
  });
  const modules: Record<string, Record<string, unknown>> = {
    'k6/http': { ...http, default: http },
    k6: { sleep, group, check, default: { sleep, group, check } },
  };
  let getters: Record<string, () => unknown> = {};
  const runtime = createCoroutineRuntime();
  const script = vm.compileFunction(code, [...SCRIPT_PARAMETERS, 'console', 'setTimeout', 'globalThis'], {
    filename: 'script.js',
  }) as Script;
  const console = { log: (...values: unknown[]) => log.push(values.map(show).join(' ')) };
  try {
    const importModule = Object.assign((name: string) => modules[name], {
      resolve: (path: string) => `file:///${path}`,
    });
    await script(
      importModule,
      (given: typeof getters) => {
        getters = given;
      },
      runtime,
      { iteration },
      console,
      setTimeout,
      {},
    )();
    const main = getters.default?.();
    const returned: unknown = typeof main === 'function' ? main({ url: 'data' }) : main;
    const result = isBlockingRun(returned)
      ? await new Promise((resolve, reject) => drive(returned, resolve, reject))
      : await returned;
    assertNoLostSuspension();
    return { log, result: show(result) };
  } catch (error) {
    return { log, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

function show(value: unknown): string {
  return typeof value === 'function' ? 'function' : (JSON.stringify(value) ?? 'undefined');
}
