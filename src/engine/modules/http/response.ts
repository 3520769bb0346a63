import { refuseFields } from '../../vu/blocking-calls.ts';
import { GoError, NotEmbeddedError } from '../../vu/go-error.ts';
import { isPlainPath, readGjsonPath } from './gjson-path.ts';
import { describeJsonSyntaxError } from './json-syntax-error.ts';
import { NO_TIMINGS, type Timings } from './timings.ts';

/** A cookie of a response, in k6's names. */
export interface ResponseCookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  readonly http_only: boolean;
  readonly secure: boolean;
  readonly max_age: number;
  /** Milliseconds since the epoch; Go's zero time when the header had none. */
  readonly expires: number;
}

/** The request as it was first made, as `response.request` shows it. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string[]>;
  readonly body: string;
  readonly cookies: Record<string, { name: string; value: string; replace: boolean }[]>;
}

/** What k6's request functions return. Its methods are properties of its own, which need no `this`. */
export class Response {
  remote_ip = '';
  remote_port = 0;
  url = '';
  status = 0;
  status_text = '';
  proto = '';
  headers: Record<string, string> = {};
  cookies: Record<string, ResponseCookie[]> = {};
  body: string | ArrayBuffer | unknown[] | null = [];
  timings: Timings = NO_TIMINGS;
  tls_version = '';
  tls_cipher_suite = '';
  ocsp = { produced_at: 0, this_update: 0, next_update: 0, revoked_at: 0, revocation_reason: '', status: '' };
  error = '';
  error_code = 0;
  request: SentRequest | null = null;
  /** The body as JSON, or what the selector (a plain gjson path) finds in it. @throws {GoError} */
  readonly json = (selector?: string): unknown => this.#readJson(selector);
  readonly html = (): never => this.#leftOut('Response.html()');
  readonly submitForm = (): never => this.#leftOut('Response.submitForm()');
  readonly clickLink = (): never => this.#leftOut('Response.clickLink()');
  #json: { readonly value: unknown } | undefined;
  readonly #refuse: (error: GoError) => void;

  /** @param refuse Told of what the script asks for in vain. */
  constructor(refuse: (error: GoError) => void) {
    this.#refuse = refuse;
  }

  #readJson(selector: string | undefined): unknown {
    if (this.body === null) {
      const cause = 'this likely was because of a request error getting the response';
      throw new GoError(`the body is null so we can't transform it to JSON - ${cause}`);
    }
    if (selector !== undefined) {
      // Parsed anew: a script may have changed what json() gave it.
      let value: unknown;
      try {
        value = JSON.parse(this.#text());
      } catch {
        return undefined;
      }
      return this.#readPath(value, String(selector));
    }
    this.#json ??= { value: this.#parse() };
    return this.#json.value;
  }

  #readPath(value: unknown, path: string): unknown {
    if (isPlainPath(path)) return readGjsonPath(value, path);
    return this.#leftOut(`json() with the selector "${path}" (only a.b.0, a\\.b, list.# and list.#.name are)`);
  }

  #leftOut(what: string): never {
    const error = new NotEmbeddedError(what);
    this.#refuse(error);
    throw error;
  }

  #text(): string {
    if (typeof this.body === 'string') return this.body;
    return this.body instanceof ArrayBuffer ? Buffer.from(this.body).toString() : '';
  }

  #parse(): unknown {
    try {
      return JSON.parse(this.#text());
    } catch {
      throw new GoError(describeJsonSyntaxError(this.#text()));
    }
  }
}

refuseFields(Object.keys(new Response(() => {})));
// Those of what http.batch() gives.
refuseFields(['0', ...Object.getOwnPropertyNames(Array.prototype), Symbol.iterator]);
