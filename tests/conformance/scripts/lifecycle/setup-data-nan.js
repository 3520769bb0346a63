// Data of setup that holds a number which JSON does not have.
export function setup() {
  return { value: Number.NaN };
}

export default function () {}
