// What may not be called while init code runs.
import { check, group, sleep } from 'k6';
import crypto from 'k6/crypto';
import exec from 'k6/execution';
import http from 'k6/http';
import { Counter } from 'k6/metrics';
import { Client } from 'k6/x/redis';

const counter = new Counter('calls');
const attempt = async (call) => {
  try {
    return await call();
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};
const calls = [
  () => check(1, { a: true }),
  () => group('g', () => 1),
  () => counter.add(1),
  () => sleep(0.001),
  () => http.get('http://127.0.0.1:1/'),
  () => http.batch([]),
  () => http.cookieJar(),
  () => http.file('x').content_type,
  () => http.expectedStatuses(200) !== undefined,
  () => http.setResponseCallback(null),
  () => crypto.md5('a', 'hex'),
  () => exec.scenario.name,
  () => exec.vu.idInTest,
  () => exec.vu.iterationInScenario,
  () => exec.instance.vusActive,
  () => exec.test.options,
  () => new Client('redis://127.0.0.1:1').isConnected(),
];
if (__VU === 0 && !globalThis.told) {
  globalThis.told = true;
  for (const call of calls) console.log(await attempt(call));
}

export default function () {}
