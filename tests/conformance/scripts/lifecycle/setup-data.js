// Data of setup goes through JSON, and what a VU changes stays with the VU.
export const options = { vus: 1, iterations: 2 };

export function setup() {
  return {
    text: 'ü',
    none: null,
    missing: undefined,
    date: new Date(0),
    map: new Map([[1, 2]]),
    list: [1, undefined, [2]],
    nested: { deep: true },
    big: 1e21,
    negative: -0,
    bytes: new Uint8Array([1, 2]),
  };
}

export default function (data) {
  console.log(JSON.stringify(Object.entries(data).sort()));
  data.text = `changed ${__ITER}`;
  data.nested.deep = __ITER;
}

export function teardown(data) {
  console.log(JSON.stringify(Object.entries(data).sort()));
}
