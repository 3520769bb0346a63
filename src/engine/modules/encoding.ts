import { GoError } from '../vu/go-error.ts';
import { arrayBufferOf, bytesOf } from './binary-data.ts';

interface Base64Variant {
  readonly encode: (bytes: Buffer) => string;
  readonly alphabet: RegExp;
  readonly isPadded: boolean;
}

const STANDARD = /^[A-Za-z0-9+/]*$/;
const URL_SAFE = /^[A-Za-z0-9_-]*$/;
const padded = (text: string) => text.padEnd(Math.ceil(text.length / 4) * 4, '=');
const VARIANTS = {
  std: { encode: (bytes) => bytes.toString('base64'), alphabet: STANDARD, isPadded: true },
  rawstd: { encode: (bytes) => bytes.toString('base64').replace(/=+$/, ''), alphabet: STANDARD, isPadded: false },
  url: { encode: (bytes) => padded(bytes.toString('base64url')), alphabet: URL_SAFE, isPadded: true },
  rawurl: { encode: (bytes) => bytes.toString('base64url'), alphabet: URL_SAFE, isPadded: false },
} as const satisfies Record<string, Base64Variant>;

/** The module `k6/encoding`. */
export function createEncodingModule(): Record<string, unknown> {
  return {
    b64encode: (data: unknown, variant?: unknown) => variantOf(variant).encode(bytesOf(data)),
    b64decode: (text: unknown, variant?: unknown, format?: unknown) => {
      const bytes = decode(String(text), variantOf(variant));
      return format === 's' ? bytes.toString('utf8') : arrayBufferOf(bytes);
    },
  };
}

// An unknown variant means the standard one, as in k6.
function variantOf(name: unknown): Base64Variant {
  return typeof name === 'string' && Object.hasOwn(VARIANTS, name)
    ? VARIANTS[name as keyof typeof VARIANTS]
    : VARIANTS.std;
}

function decode(text: string, { alphabet, isPadded }: Base64Variant): Buffer {
  const compact = text.replace(/[\r\n]/g, '');
  const body = isPadded ? compact.replace(/={1,2}$/, '') : compact;
  const hasRightLength = isPadded ? compact.length % 4 === 0 : body.length % 4 !== 1;
  if (!alphabet.test(body) || !hasRightLength) {
    const strange = [...text].findIndex((character) => !/[\r\n]/.test(character) && !alphabet.test(character));
    throw new GoError(`illegal base64 data at input byte ${strange === -1 ? compact.length : strange}`);
  }
  return Buffer.from(body, 'base64');
}
