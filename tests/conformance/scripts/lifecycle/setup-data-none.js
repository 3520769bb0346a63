// A setup that returns nothing.
export function setup() {}

export default function (data) {
  console.log(data, typeof data);
}

export function teardown(data) {
  console.log(data, typeof data);
}
