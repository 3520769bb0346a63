/** Functions of `k6/http` that wait for the server. `asyncRequest` returns a promise instead. */
const BLOCKING_HTTP = ['get', 'head', 'post', 'put', 'patch', 'del', 'options', 'request', 'batch'];

/** What the analysis must know of the exports of k6's modules, by module and export. Others neither wait nor call back. */
export const K6_EXPORTS: Readonly<Record<string, Readonly<Record<string, 'blocking' | 'hook' | 'timer'>>>> = {
  k6: { sleep: 'blocking', group: 'hook', check: 'hook' },
  'k6/http': Object.fromEntries(BLOCKING_HTTP.map((name) => [name, 'blocking'])),
  'k6/timers': { setTimeout: 'timer', setInterval: 'timer' },
};
