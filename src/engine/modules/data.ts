import { GoError } from '../vu/go-error.ts';
import type { VirtualUser } from '../vu/virtual-user.ts';

const AsyncFunction = (async () => {}).constructor;

/** The module `k6/data`. */
export function createDataModule(vu: VirtualUser): Record<string, unknown> {
  return {
    SharedArray: function createSharedArray(name: unknown, build: unknown) {
      if (vu.stage !== 'init') throw new GoError('new SharedArray must be called in the init context');
      if (typeof name !== 'string' || name === '')
        throw new GoError("empty name provided to SharedArray's constructor");
      if (typeof build !== 'function')
        throw new GoError("a function is expected as the second argument of SharedArray's constructor");
      if (build instanceof AsyncFunction)
        throw new GoError('SharedArray constructor does not support async functions as second argument');
      let elements = vu.run.sharedArrays.get(name);
      if (!elements) {
        const built: unknown = build();
        if (!Array.isArray(built)) throw new GoError('only arrays can be made into SharedArray');
        elements = built.map((element) => JSON.stringify(element) ?? 'null');
        vu.run.sharedArrays.set(name, elements);
      }
      return viewElements(elements);
    },
  };
}

/** An array that parses an element when it is read, so that VUs share the text and nothing else. */
function viewElements(elements: readonly string[]): unknown[] {
  const refuse = (): never => {
    throw new TypeError('SharedArray is immutable');
  };
  const indexOf = (key: string | symbol) => (typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : undefined);
  const read = (index: number) => {
    const element = elements[index];
    return element === undefined ? undefined : deepFreeze(JSON.parse(element));
  };
  const target: unknown[] = [];
  return new Proxy(target, {
    get: (array, key) => {
      const index = indexOf(key);
      if (index !== undefined) return read(index);
      return key === 'length' ? elements.length : Reflect.get(array, key);
    },
    has: (array, key) => {
      const index = indexOf(key);
      return index === undefined ? Reflect.has(array, key) : index < elements.length;
    },
    ownKeys: () => [...elements.keys()].map(String).concat('length'),
    getOwnPropertyDescriptor: (array, key) => {
      const index = indexOf(key);
      if (key === 'length') return { ...Reflect.getOwnPropertyDescriptor(array, key), value: elements.length };
      if (index === undefined || index >= elements.length) return Reflect.getOwnPropertyDescriptor(array, key);
      return { value: read(index), enumerable: true, configurable: true, writable: false };
    },
    set: refuse,
    defineProperty: refuse,
    deleteProperty: refuse,
    setPrototypeOf: refuse,
    preventExtensions: refuse,
  });
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) deepFreeze(item);
    Object.freeze(value);
  }
  return value;
}
