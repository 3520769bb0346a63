// Data of setup that holds a function.
export function setup() {
  return { call: () => 1 };
}

export default function () {}
