// A setup that takes too long.
import { sleep } from 'k6';

export const options = { setupTimeout: '200ms' };

export async function setup() {
  await sleep(9);
}

export default function () {}
