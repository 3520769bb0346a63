// What is thrown may be anything.
const things = [
  'text',
  5,
  null,
  undefined,
  { a: 1 },
  new TypeError('type'),
  Object.assign(new Error('x'), { name: 'Own' }),
];

export const options = { iterations: 7 };

export default function () {
  throw things[__ITER];
}
