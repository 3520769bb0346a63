// k6/encoding in all variants.
import encoding, { b64decode, b64encode } from 'k6/encoding';

const attempt = (call) => {
  try {
    const value = call();
    return value instanceof ArrayBuffer ? [...new Uint8Array(value)].join() : value;
  } catch (error) {
    return String(error);
  }
};

export default function () {
  for (const variant of ['std', 'rawstd', 'url', 'rawurl', undefined, 'odd']) {
    const text = encoding.b64encode('hi?>~\u00ff', variant);
    console.log(text, b64encode(new Uint8Array([1, 255, 254]).buffer, variant));
    console.log(
      b64decode(text, variant, 's'),
      attempt(() => b64decode(text, variant)),
    );
  }
  console.log(
    attempt(() => b64decode('!!')),
    attempt(() => b64encode()),
    attempt(() => b64encode(5)),
    attempt(() => b64encode('')),
  );
}
