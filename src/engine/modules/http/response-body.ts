import { constants as bufferLimits } from 'node:buffer';
import { brotliDecompressSync, constants, gunzipSync, inflateSync } from 'node:zlib';
import { bodyTooLargeError, MOST_BODY_BYTES } from './body-cap.ts';
import { KnownRequestError } from './request-error.ts';

/** How a script wants the body: as text, as ArrayBuffer, or not at all. */
export type ResponseType = 'text' | 'binary' | 'none';

/** A body as scripts see it. Text read before a failure is kept, as in k6. */
interface ResponseBody {
  readonly body: string | ArrayBuffer | null;
  readonly error: KnownRequestError | undefined;
}

// What is decoded may be a thousand times as long as what came.
const MOST_TEXT_BYTES = bufferLimits.MAX_STRING_LENGTH;
const CAP = Number.isFinite(MOST_BODY_BYTES) ? { maxOutputLength: MOST_BODY_BYTES } : {};

/** Decodes a response body by its `Content-Encoding` and gives it the type that was asked for. */
export function readResponseBody(
  chunks: readonly Buffer[],
  status: number,
  contentEncoding: string | undefined,
  type: ResponseType,
): ResponseBody {
  if (type === 'none' || status === 204 || status === 304) return { body: null, error: undefined };
  let bytes = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
  if (contentEncoding !== undefined) {
    for (const encoding of contentEncoding.split(',').reverse()) {
      try {
        bytes = decode(encoding.trim(), bytes);
      } catch (error) {
        return failedBody(encoding.trim(), error as NodeJS.ErrnoException, bytes, type);
      }
    }
  }
  if (type === 'text' && bytes.length > MOST_TEXT_BYTES)
    return { body: null, error: bodyTooLargeError(MOST_TEXT_BYTES) };
  return { body: convert(bytes, type), error: undefined };
}

/** What a script gets of a body whose transfer broke off. */
export function partialBody(chunks: readonly Buffer[], type: ResponseType): string | ArrayBuffer | null {
  return type === 'none' ? null : convert(Buffer.concat(chunks), type);
}

function convert(bytes: Buffer, type: 'text' | 'binary'): string | ArrayBuffer {
  if (type === 'text') return bytes.toString();
  const copy = new ArrayBuffer(bytes.length);
  bytes.copy(new Uint8Array(copy));
  return copy;
}

function decode(encoding: string, bytes: Buffer): Buffer {
  switch (encoding) {
    case 'gzip':
      return gunzipSync(nonEmpty(bytes), CAP);
    case 'deflate':
      return inflateSync(nonEmpty(bytes), CAP);
    case 'br':
      return brotliDecompressSync(bytes, CAP);
    case 'zstd':
      throw new Error('zstd is not in the embedded engine: install k6');
    default:
      return bytes;
  }
}

function nonEmpty(bytes: Buffer): Buffer {
  if (bytes.length === 0) throw new Error('EOF');
  return bytes;
}

function failedBody(
  encoding: string,
  error: NodeJS.ErrnoException,
  bytes: Buffer,
  type: 'text' | 'binary',
): ResponseBody {
  if (error.code === 'ERR_BUFFER_TOO_LARGE') return { body: null, error: bodyTooLargeError() };
  if (error.code === 'Z_BUF_ERROR' && encoding === 'gzip' && bytes.length > 10) {
    const rest = gunzipSync(bytes, { ...CAP, finishFlush: constants.Z_SYNC_FLUSH });
    return { body: convert(rest, type), error: new KnownRequestError('unexpected EOF', 1000) };
  }
  if (encoding === 'br') {
    return { body: convert(Buffer.alloc(0), type), error: decompressionError('brotli: invalid data') };
  }
  if (error.code === 'Z_BUF_ERROR' || (encoding === 'gzip' && bytes.length > 0 && bytes.length < 10))
    return { body: null, error: decompressionError('unexpected EOF') };
  if (error.code !== 'Z_DATA_ERROR') return { body: null, error: decompressionError(error.message) };
  const reason = decompressionError(`${encoding === 'gzip' ? 'gzip' : 'zlib'}: invalid header`);
  // k6 wraps this one twice.
  return { body: null, error: decompressionError(reason.message, reason.message) };
}

function decompressionError(reason: string, detail?: string): KnownRequestError {
  return new KnownRequestError(`error decompressing response body (${reason})`, 1701, detail);
}
