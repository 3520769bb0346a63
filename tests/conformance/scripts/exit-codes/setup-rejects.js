// A setup that rejects.
export async function setup() {
  throw new Error('boom');
}

export default function () {}
