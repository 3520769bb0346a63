// A teardown that takes too long.
import { sleep } from 'k6';

export const options = { teardownTimeout: '200ms' };

export async function teardown() {
  await sleep(9);
}

export default function () {}
