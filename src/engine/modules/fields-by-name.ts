import { fieldOf } from '../../core/records/named-fields.ts';
import type { VirtualUser } from '../vu/virtual-user.ts';

/** A key that no script knows. */
const VU = Symbol('vu');

/** What an object of a module holds out of sight of the script. */
export interface OfVu {
  readonly [VU]: VirtualUser;
}

/** What a proxy of an object of a module stands before. */
export const targetOf = (vu: VirtualUser): OfVu => ({ [VU]: vu });

/** The VU that it belongs to. */
export const vuOf = (target: OfVu): VirtualUser => target[VU];

/**
 * Makes objects for VUs whose fields are computed whenever they are read. Getters of its own would take each VU several
 * kilobytes: they are functions, a new one for each field of each object.
 */
export function fieldsByName(
  fields: Readonly<Record<string, (vu: VirtualUser) => unknown>>,
): (vu: VirtualUser) => object {
  const handler: ProxyHandler<OfVu> = {
    get: (target, name) => {
      const read = typeof name === 'string' ? fieldOf(fields, name) : undefined;
      return read ? read(vuOf(target)) : Reflect.get(Object.prototype, name);
    },
    has: (_target, name) => (typeof name === 'string' && Object.hasOwn(fields, name)) || name in Object.prototype,
    ownKeys: () => Object.keys(fields),
    getOwnPropertyDescriptor: (target, name) => {
      const read = typeof name === 'string' ? fieldOf(fields, name) : undefined;
      return read && { get: () => read(vuOf(target)), enumerable: true, configurable: true };
    },
    set: () => false,
    defineProperty: () => false,
    deleteProperty: () => false,
  };
  return (vu) => new Proxy(targetOf(vu), handler);
}
