import { fromDeep } from './deep/opens.js';

const read = (name) => open(name).trim();
export const found = {
  beside: read('beside.txt'),
  same: read('./beside.txt'),
  below: read('deep/below.txt'),
  above: read('../above.txt'),
  bytes: open('beside.txt', 'b').byteLength,
  resolved: open(import.meta.resolve('./beside.txt')).trim(),
  fromDeep,
};
