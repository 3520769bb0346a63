import { sleep } from 'k6';
import { newUser } from './user.ts';

export default async function greet(name) {
  await sleep(0.01);
  return `hello ${newUser(name).name}`;
}
