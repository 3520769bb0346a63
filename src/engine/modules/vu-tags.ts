import { fieldOf } from '../../core/records/named-fields.ts';
import type { VirtualUser } from '../vu/virtual-user.ts';
import { type OfVu, targetOf, vuOf } from './fields-by-name.ts';

/** `exec.vu.metrics.tags`: the tags of a VU, which a script may change. */
export function vuTags(vu: VirtualUser): object {
  return new Proxy(targetOf(vu), HANDLER);
}

const HANDLER: ProxyHandler<OfVu> = {
  get: (target, name) =>
    typeof name === 'string' ? (fieldOf(tagsOf(target), name) ?? Reflect.get(Object.prototype, name)) : undefined,
  has: (target, name) => typeof name === 'string' && (Object.hasOwn(tagsOf(target), name) || name in Object.prototype),
  ownKeys: (target) => Object.keys(tagsOf(target)),
  getOwnPropertyDescriptor: (target, name) => {
    const value = typeof name === 'string' ? fieldOf(tagsOf(target), name) : undefined;
    return value === undefined ? undefined : { value, writable: true, enumerable: true, configurable: true };
  },
  set: (target, name, value) => {
    if (typeof name !== 'string') return false;
    if (!['string', 'number', 'boolean'].includes(typeof value)) {
      throw new TypeError(
        `invalid value for metric tag '${name}': only String, Boolean and Number types are accepted as a metric tag values`,
      );
    }
    return change(vuOf(target), name, String(value));
  },
  deleteProperty: (target, name) => typeof name === 'string' && change(vuOf(target), name, undefined),
};

function tagsOf(target: OfVu) {
  return vuOf(target).tagSet().tags;
}

function change(vu: VirtualUser, name: string, value: string | undefined): true {
  const { [name]: _old, ...others } = vu.tags;
  vu.tags = value === undefined ? others : { ...others, [name]: value };
  vu.refreshTags();
  return true;
}
