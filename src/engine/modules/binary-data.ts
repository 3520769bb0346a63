import { GoError } from '../vu/go-error.ts';
import { goTypeName } from './http/go-format.ts';

/** The bytes of a string (UTF-8), an ArrayBuffer, a typed array, or a list of numbers. */
export function bytesOf(data: unknown): Buffer {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  if (data instanceof ArrayBuffer) return Buffer.from(data);
  if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (Array.isArray(data)) return Buffer.from(data);
  throw new GoError(`invalid type ${goTypeName(data)}, expected string, []byte or ArrayBuffer`);
}

/** An ArrayBuffer of exactly these bytes. */
export function arrayBufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
