// TypeScript, and files that a script imports: each is there once.
import greet from './files/greet.js';
import { made, newUser, type User } from './files/user.ts';

enum Colour {
  Red = 1,
  Blue,
}

export const options = { iterations: 2 };

export default async function (): Promise<void> {
  const user: User = newUser('a');
  console.log(user.name, await greet('b'), made, Colour.Blue, Colour[1]);
}
