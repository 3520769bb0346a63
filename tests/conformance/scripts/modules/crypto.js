// k6/crypto: hashes, keyed hashes, what they give out.
import crypto, { createHash, createHMAC, hmac } from 'k6/crypto';

const attempt = (call) => {
  try {
    const value = call();
    return value instanceof ArrayBuffer ? [...new Uint8Array(value)].join() : value;
  } catch (error) {
    return String(error);
  }
};

export default function () {
  for (const name of ['md5', 'sha1', 'sha256', 'sha384', 'sha512', 'sha512_224', 'sha512_256', 'ripemd160']) {
    console.log(
      name,
      attempt(() => crypto[name]('abc', 'hex')),
      attempt(() => hmac(name, 'key', 'abc', 'base64')),
    );
  }
  for (const output of ['hex', 'base64', 'base64url', 'base64rawurl', 'binary', undefined, 'zz']) {
    console.log(
      output,
      attempt(() => crypto.sha1('abc', output)),
    );
  }
  const hash = createHash('sha1');
  hash.update('a');
  hash.update('bc');
  console.log(hash.digest('hex'), hash.digest('hex'));
  const keyed = createHMAC('sha256', new Uint8Array([1, 2]).buffer);
  keyed.update(new Uint8Array([3]).buffer);
  console.log(
    keyed.digest('base64rawurl'),
    attempt(() => hmac('sha1', 5, 'x', 'hex')),
  );
  console.log(
    crypto.hexEncode('hi'),
    crypto.randomBytes(4).byteLength,
    attempt(() => crypto.randomBytes(-1)),
  );
  console.log(globalThis.crypto.randomUUID().length, globalThis.crypto.getRandomValues(new Uint8Array(3)).length);
}
