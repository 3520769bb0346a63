// open(): text, bytes, JSON, files that are not there, and when it may be called.
import { SharedArray } from 'k6/data';

const attempt = (call) => {
  try {
    return call();
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};
const users = new SharedArray('users', () => JSON.parse(open('./files/users.json')).users);
const bytes = open('files/bytes.bin', 'b');
const text = open('./files/bytes.bin');
const self = open(import.meta.resolve('./files/users.json'));
if (__VU === 1) {
  console.log(
    attempt(() => open('./nowhere.txt')),
    attempt(() => open('')),
    attempt(() => open()),
    attempt(() => open('./files')),
  );
}

export default function () {
  console.log(
    users.length,
    users[0].name,
    [...new Uint8Array(bytes)].join(),
    text.length,
    JSON.parse(self).users.length,
  );
  console.log(attempt(() => open('./files/users.json')));
}
