export interface User {
  readonly name: string;
}

export let made = 0;

export function newUser(name: string): User {
  made++;
  return { name };
}
