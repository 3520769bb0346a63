import { createHash, createHmac, type Hash, type Hmac, randomBytes } from 'node:crypto';
import { GoError } from '../vu/go-error.ts';
import { arrayBufferOf, bytesOf } from './binary-data.ts';

/** k6's names of hash functions and OpenSSL's. Differs from k6: no md4, which OpenSSL 3 has dropped. */
const ALGORITHMS = {
  md5: 'md5',
  sha1: 'sha1',
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
  sha512_224: 'sha512-224',
  sha512_256: 'sha512-256',
  ripemd160: 'ripemd160',
} as const;

const OUTPUTS = {
  hex: (bytes: Buffer) => bytes.toString('hex'),
  base64: (bytes: Buffer) => bytes.toString('base64'),
  base64url: (bytes: Buffer) => padBase64(bytes.toString('base64url')),
  base64rawurl: (bytes: Buffer) => bytes.toString('base64url'),
  binary: arrayBufferOf,
} as const;

/** The module `k6/crypto`. */
export function createCryptoModule(): Record<string, unknown> {
  const hash = (algorithm: string, data: unknown, output: unknown) => {
    return encode(openHash(algorithm).update(bytesOf(data)).digest(), output);
  };
  return {
    ...Object.fromEntries(
      Object.keys(ALGORITHMS).map((name) => [name, (data: unknown, output: unknown) => hash(name, data, output)]),
    ),
    createHash: (algorithm: unknown) => createHasher(openHash(String(algorithm))),
    createHMAC: (algorithm: unknown, key: unknown) => createHasher(openHmac(String(algorithm), key)),
    hmac: (algorithm: unknown, key: unknown, data: unknown, output: unknown) =>
      encode(openHmac(String(algorithm), key).update(bytesOf(data)).digest(), output),
    randomBytes: (size: unknown) => {
      if (!(Number(size) >= 1)) throw new GoError('invalid size');
      return arrayBufferOf(randomBytes(Number(size)));
    },
    hexEncode: (data: unknown) => bytesOf(data).toString('hex'),
  };
}

function createHasher(hash: Hash | Hmac): object {
  return {
    update: (data: unknown) => {
      hash.update(bytesOf(data));
    },
    digest: (output: unknown) => {
      // k6 lets a script go on after digest(); a copy keeps the state. Differs from k6: an HMAC ends with its digest.
      const final = 'copy' in hash ? hash.copy() : hash;
      return encode(final.digest(), output);
    },
  };
}

function openHash(algorithm: string): Hash {
  return refuseUnknown(algorithm, (name) => createHash(name));
}

function openHmac(algorithm: string, key: unknown): Hmac {
  const bytes = bytesOf(key);
  return refuseUnknown(algorithm, (name) => createHmac(name, bytes));
}

function refuseUnknown<T>(algorithm: string, open: (openSslName: string) => T): T {
  if (!Object.hasOwn(ALGORITHMS, algorithm)) throw new GoError(`invalid algorithm: ${algorithm}`);
  try {
    return open(ALGORITHMS[algorithm as keyof typeof ALGORITHMS]);
  } catch {
    throw new GoError(`${algorithm} is not in the embedded engine: this Node has no such hash; install k6`);
  }
}

function encode(bytes: Buffer, output: unknown): string | ArrayBuffer {
  if (typeof output === 'string' && Object.hasOwn(OUTPUTS, output))
    return OUTPUTS[output as keyof typeof OUTPUTS](bytes);
  throw new GoError(`invalid output encoding: ${output === undefined ? '' : String(output)}`);
}

function padBase64(text: string): string {
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}
