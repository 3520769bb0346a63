/** The 16 bytes of an IPv6 address, or of an IPv4 address as IPv6 has it (::ffff:…); undefined for anything else. */
export function ipBytes(text: string): readonly number[] | undefined {
  const [address = ''] = text.split('%', 1);
  const v4 = v4Bytes(address);
  if (v4 !== undefined) return [...MAPPED, ...v4];
  if (!address.includes(':')) return undefined;
  const [head = '', tail, ...more] = address.split('::');
  const before = groupBytes(head);
  const after = groupBytes(tail ?? '');
  if (more.length > 0 || before === undefined || after === undefined) return undefined;
  const missing = 16 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...before, ...new Array<number>(missing).fill(0), ...after];
}

/** Whether both agree in their first bits. */
export function sharePrefix(one: readonly number[], other: readonly number[], bits: number): boolean {
  return one.every((byte, index) => {
    const left = Math.min(8, Math.max(0, bits - 8 * index));
    return byte >> (8 - left) === (other[index] ?? 0) >> (8 - left);
  });
}

/** 127.0.0.0/8 and ::1. */
export function isLoopback(bytes: readonly number[]): boolean {
  return sharePrefix(bytes, [...MAPPED, 127, 0, 0, 0], 104) || bytes.join() === '0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1';
}

export function isV4(bytes: readonly number[]): boolean {
  return sharePrefix(bytes, [...MAPPED, 0, 0, 0, 0], 96);
}

const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255];

function v4Bytes(text: string): readonly number[] | undefined {
  const parts = text.split('.');
  const isAddress = parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
  return isAddress ? parts.map(Number) : undefined;
}

/** Groups of IPv6, of which the last may be written as IPv4. */
function groupBytes(text: string): readonly number[] | undefined {
  if (text === '') return [];
  const bytes = text.split(':').map((group, index, groups) => {
    if (/^[\da-f]{1,4}$/i.test(group)) return [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255];
    return index === groups.length - 1 ? v4Bytes(group) : undefined;
  });
  return bytes.every((pair) => pair !== undefined) ? bytes.flat() : undefined;
}
