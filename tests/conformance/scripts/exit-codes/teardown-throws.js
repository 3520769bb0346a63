// A teardown that throws.
export function teardown() {
  throw new Error('boom');
}

export default function () {}
