import { GoError } from '../../vu/go-error.ts';
import { goTypeName } from './go-format.ts';

/** A file for a multipart form: what `http.file()` returns. */
export class FormFile {
  readonly data: string | ArrayBuffer;
  readonly filename: string;
  readonly content_type: string;

  constructor(data: unknown, filename?: string, contentType = 'application/octet-stream') {
    if (typeof data !== 'string' && !(data instanceof ArrayBuffer)) {
      throw new GoError(`invalid type ${goTypeName(data)}, expected string or ArrayBuffer`);
    }
    this.data = data;
    this.filename = filename === undefined ? `${BigInt(Date.now()) * 1_000_000n}` : String(filename);
    this.content_type = String(contentType);
  }
}
