// What open() in an imported file is given is relative to that file.
import { found } from './files/library/opens.js';

const own = open('./files/above.txt').trim();
let missing;
try {
  open('files/missing.txt');
} catch ({ message }) {
  missing = message;
}

const mapped = ['files/above.txt'].map(open).map((text) => text.trim());

export default function () {
  console.log(JSON.stringify(found));
  console.log(own, missing);
  console.log(mapped.length, mapped[0] === own);
}

console.log(open('files/library/beside.txt').trim());
