// What handleSummary gets besides metrics, and what it may return.
export const options = { summaryTimeUnit: 's', summaryTrendStats: ['max'] };

export function setup() {
  return [1];
}

export default function () {}

export function handleSummary(data) {
  console.log(
    Object.keys(data).sort().join(),
    JSON.stringify(Object.entries(data.options).sort()),
    data.state.testRunDurationMs > 0,
  );
  console.log(
    JSON.stringify(data.setup_data),
    JSON.stringify(data.metrics.iterations.values.count),
    data.root_group.path === '',
  );
  console.log(Object.keys(data.state).sort().join(), __VU, typeof __ITER);
  return {
    stdout: 'to stdout\n',
    stderr: 'to stderr\n',
    'out.txt': new Uint8Array([65]).buffer,
  };
}
