// Connections: kept by a VU over its iterations, not shared between VUs, closed when the server wants it.
// log: unordered

import exec from 'k6/execution';
import http from 'k6/http';

const B = `http://127.0.0.1:${__ENV.HTTP_PORT}`;
const seen = [];

export const options = {
  scenarios: { a: { executor: 'per-vu-iterations', vus: 3, iterations: 3 } },
  summaryTrendStats: ['count'],
};

const paths = ['/connection', '/connection', '/connection/close', '/connection', '/status/204', '/connection'];

export default async function () {
  const answers = [];
  for (const path of paths) answers.push(await http.get(B + path));
  seen.push(...answers.map(({ body }) => body).filter((body) => body !== null));
  console.log('reused', answers.map(({ timings }) => timings.connecting === 0).join());
  if (exec.vu.iterationInScenario === 2) {
    const ids = [...new Set(seen.map((body) => body.split(':')[0]))];
    console.log('connections', ids.length, seen.map((body) => body.split(':')[1]).join());
  }
}
