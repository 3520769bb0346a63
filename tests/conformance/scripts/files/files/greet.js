import { sleep } from 'k6';
import { newUser } from './user.ts';

/** Blocks, so that it must be looked into as well. */
export default function greet(name) {
  sleep(0.01);
  return `hello ${newUser(name).name}`;
}
