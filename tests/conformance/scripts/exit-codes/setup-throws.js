// A setup that throws: no iteration, no teardown, but a summary.
export function setup() {
  throw new Error('boom');
}

export default function () {
  console.log('iteration');
}

export function teardown() {
  console.log('teardown');
}
