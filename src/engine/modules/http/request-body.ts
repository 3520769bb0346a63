import { randomBytes } from 'node:crypto';
import { FormFile } from './form-file.ts';
import { formatGoValue, goTypeName } from './go-format.ts';

/** A request body as it goes on the wire before compression. */
interface RequestBody {
  readonly bytes: Buffer;
  /** What the kind of body implies; undefined when nothing. */
  readonly contentType: string | undefined;
}

/**
 * Encodes the body argument of a request; undefined for none.
 * @throws {Error} With k6's text for a type that it does not take.
 */
export function encodeRequestBody(body: unknown): RequestBody | undefined {
  if (body === null || body === undefined) return undefined;
  if (typeof body === 'string') return { bytes: Buffer.from(body), contentType: undefined };
  if (body instanceof ArrayBuffer) return { bytes: Buffer.from(body), contentType: undefined };
  if (body instanceof Uint8Array) {
    return { bytes: Buffer.from(body.buffer, body.byteOffset, body.byteLength), contentType: undefined };
  }
  if (goTypeName(body) !== 'map[string]interface {}') throw new Error(`unknown request body type ${goTypeName(body)}`);
  const fields = Object.entries(body);
  return fields.some(([, value]) => value instanceof FormFile) ? encodeMultipart(fields) : encodeForm(fields);
}

function encodeForm(fields: readonly [string, unknown][]): RequestBody {
  const pairs: string[] = [];
  for (const [name, value] of [...fields].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const item of values) pairs.push(`${escapeQuery(name)}=${escapeQuery(formatGoValue(item))}`);
  }
  return { bytes: Buffer.from(pairs.join('&')), contentType: 'application/x-www-form-urlencoded' };
}

function escapeQuery(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

function encodeMultipart(fields: readonly [string, unknown][]): RequestBody {
  const boundary = randomBytes(30).toString('hex');
  const parts: Buffer[] = [];
  for (const [name, value] of fields) {
    const isFile = value instanceof FormFile;
    const file = isFile ? `; filename="${value.filename.replace(/["\\]/g, '\\$&')}"` : '';
    const type = isFile ? `Content-Type: ${value.content_type}\r\n` : '';
    // Field names are escaped, those of files are not: k6 writes the latter itself.
    const escapedName = isFile ? name : name.replace(/["\\]/g, '\\$&');
    const head = `Content-Disposition: form-data; name="${escapedName}"${file}\r\n${type}\r\n`;
    parts.push(Buffer.from(`${parts.length === 0 ? '' : '\r\n'}--${boundary}\r\n${head}`));
    parts.push(isFile ? bytesOf(value.data) : Buffer.from(formatGoValue(value)));
  }
  parts.push(Buffer.from(`\r\n--${boundary}--\r\n`));
  return { bytes: Buffer.concat(parts), contentType: `multipart/form-data; boundary=${boundary}` };
}

function bytesOf(data: string | ArrayBuffer): Buffer {
  return typeof data === 'string' ? Buffer.from(data) : Buffer.from(data);
}
