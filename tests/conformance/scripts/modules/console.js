// console: levels, and how values are shown.
export default function () {
  console.debug('not shown');
  console.log('log');
  console.info('info');
  console.warn('warn');
  console.error('error');
  console.log();
  console.log('%s', 1, -0, 1e21, 0.1, 10n, true, null, undefined, Symbol('s'));
  console.log({
    a: 1,
    b: undefined,
    c: [1, [2, { d: 'e' }]],
    'f g': null,
    h() {},
    i: new Date(0),
    j: new Map([[1, 2]]),
    k: /x/,
  });
  console.log([], {}, '', ['a'], [undefined], new Error('boom'), new TypeError('type').message);
  console.log('quotes " \' \\ and\nlines\tand ü');
  console.log(
    new Uint8Array([1, 2]),
    new ArrayBuffer(2),
    () => 1,
    class A {},
    new (class B {
      x = 1;
    })(),
  );
  const circular = { name: 'c' };
  circular.self = circular;
  console.log(circular);
}
