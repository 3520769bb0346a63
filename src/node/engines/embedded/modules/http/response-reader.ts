import { canonicalHeaderName } from './header-names.ts';
import { brokenTransportError, KnownRequestError } from './request-error.ts';

type State = 'head' | 'fixed' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailer' | 'until-end' | 'done';

const HEAD_END = '\r\n\r\n';
const NOT_ASCII = /[\x80-\xff]/;
const LINE_FEED = 10;
const EMPTY = Buffer.alloc(0);
const NONE: readonly string[] = [];
const SPACE = 32;
// Go's limit for the head of a response.
const MOST_HEAD_BYTES = 10 << 20;

/** Reads one HTTP/1 response piece by piece, as the connection delivers it, with the rules and errors of Go's client. */
export class ResponseReader {
  /** 0 until the head is there. */
  status = 0;
  /** The status with its text, `200 OK`. */
  statusLine = '';
  /** `HTTP/1.1` or `HTTP/1.0`. */
  protocol = '';
  /** By canonical name; several values are joined by ", ". */
  headers: Record<string, string> = {};
  /** The values of Set-Cookie. */
  setCookies: readonly string[] = NONE;
  readonly chunks: Buffer[] = [];
  /** The server lets the connection be used again. */
  keepsAlive = false;
  readonly #hasNoBody: boolean;
  #state: State = 'head';
  #missing = 0;
  /** The beginning of a head or line whose end has not arrived. */
  #pending = EMPTY;

  /** @param method Of the request: the answer to HEAD has no body whatever its headers say. */
  constructor(method: string) {
    this.#hasNoBody = method === 'HEAD';
  }

  get isDone(): boolean {
    return this.#state === 'done';
  }

  /**
   * Takes in what arrived. Returns how many bytes of it are not part of this response. A body that ends with it is a
   * view of it, to be used at once; all else that is kept is a copy.
   * @throws {KnownRequestError} When it is no HTTP.
   */
  read(data: Buffer): number {
    let bytes = data;
    if (this.#pending.length > 0) {
      bytes = Buffer.concat([this.#pending, data]);
      this.#pending = EMPTY;
    }
    let at = 0;
    while (!this.isDone) {
      const next = this.#step(bytes, at);
      if (next === -1) {
        this.#pending = Buffer.from(bytes.subarray(at));
        return 0;
      }
      at = next;
      if (at === bytes.length) break;
    }
    return bytes.length - at;
  }

  /**
   * The server ended the connection. Returns whether that ends the response too; otherwise it is cut off.
   * @throws {KnownRequestError} When what there is of its first line is no HTTP.
   */
  end(): boolean {
    if (this.#state === 'until-end') this.#state = 'done';
    if (this.#state === 'head' && this.#pending.length > 0) {
      parseStatusLine(this.#pending.toString('latin1').split('\n', 1).join('').trimEnd());
    }
    return this.isDone;
  }

  /** Reads one element from `at` on. Returns where the next one begins, -1 when the end of this one is missing. */
  #step(bytes: Buffer, at: number): number {
    switch (this.#state) {
      case 'head':
        return this.#readHead(bytes, at);
      case 'fixed':
      case 'chunk':
        return this.#readBody(bytes, at);
      case 'until-end':
        this.chunks.push(Buffer.from(bytes.subarray(at)));
        return bytes.length;
      default:
        return this.#readLine(bytes, at);
    }
  }

  #readBody(bytes: Buffer, at: number): number {
    const end = Math.min(bytes.length, at + this.#missing);
    const part = bytes.subarray(at, end);
    this.#missing -= end - at;
    if (this.#missing === 0) this.#state = this.#state === 'fixed' ? 'done' : 'chunk-end';
    this.chunks.push(this.isDone ? part : Buffer.from(part));
    return end;
  }

  #readLine(bytes: Buffer, at: number): number {
    const feed = bytes.indexOf(LINE_FEED, at);
    if (feed === -1) return -1;
    const line = bytes.toString('latin1', at, feed).trimEnd();
    if (this.#state === 'chunk-size') {
      const [size = ''] = line.split(';', 1);
      if (!/^[0-9a-fA-F]+$/.test(size)) throw new KnownRequestError('invalid byte in chunk length', 1000);
      this.#missing = Number.parseInt(size, 16);
      this.#state = this.#missing === 0 ? 'trailer' : 'chunk';
    } else if (this.#state === 'chunk-end') {
      if (line !== '') throw new KnownRequestError('malformed chunked encoding', 1000);
      this.#state = 'chunk-size';
    } else if (line === '') this.#state = 'done';
    return feed + 1;
  }

  #readHead(bytes: Buffer, at: number): number {
    const text = bytes.toString('latin1', at);
    const end = text.indexOf(HEAD_END);
    if (end === -1) {
      const feed = text.indexOf('\n');
      if (feed !== -1) parseStatusLine(text.slice(0, feed).trimEnd());
      if (text.length > MOST_HEAD_BYTES)
        throw brokenTransportError('server response headers exceeded 10485760 bytes; aborted');
      return -1;
    }
    const head = text.slice(0, end);
    this.#parseHead(NOT_ASCII.test(head) ? bytes.toString('utf8', at, at + end) : head);
    return at + end + HEAD_END.length;
  }

  #parseHead(head: string): void {
    let lineEnd = head.indexOf('\r\n');
    const { status, statusLine, protocol } = parseStatusLine(lineEnd === -1 ? head : head.slice(0, lineEnd));
    // 1xx responses announce the real one.
    if (status < 200 && status !== 101) return;
    const headers: Record<string, string> = {};
    this.keepsAlive = protocol !== 'HTTP/1.0';
    let length = -1;
    let isChunked = false;
    while (lineEnd !== -1) {
      const at = lineEnd + 2;
      lineEnd = head.indexOf('\r\n', at);
      const end = lineEnd === -1 ? head.length : lineEnd;
      const colon = head.indexOf(':', at);
      if (colon <= at || colon > end) {
        throw brokenTransportError(`malformed MIME header: missing colon: ${quote(head.slice(at, end))}`);
      }
      const name = canonicalHeaderName(head.slice(at, colon));
      const value = head.slice(head.charCodeAt(colon + 1) === SPACE ? colon + 2 : colon + 1, end).trim();
      switch (name) {
        case 'Content-Length':
          length = parseLength(value, length);
          break;
        case 'Transfer-Encoding':
          isChunked = parseCoding(value);
          // Go's client takes it for itself, as it does the next one.
          continue;
        case 'Trailer':
          continue;
        case 'Connection':
          if (/\bclose\b/i.test(value)) this.keepsAlive = false;
          else if (/\bkeep-alive\b/i.test(value)) this.keepsAlive = true;
          break;
        case 'Set-Cookie':
          this.setCookies = [...this.setCookies, value];
          break;
      }
      const present = headers[name];
      headers[name] = present === undefined ? value : `${present}, ${value}`;
    }
    this.headers = headers;
    this.status = status;
    this.statusLine = statusLine;
    this.protocol = protocol;
    if (this.#hasNoBody || status === 204 || status === 304) this.#state = 'done';
    else if (isChunked) this.#state = 'chunk-size';
    else if (length === -1) {
      this.#state = 'until-end';
      this.keepsAlive = false;
    } else {
      this.#missing = length;
      this.#state = length === 0 ? 'done' : 'fixed';
    }
  }
}

function parseStatusLine(line: string): { status: number; statusLine: string; protocol: string } {
  const match = /^(HTTP\/1\.\d) +(\d{3})(?: .*)?$/.exec(line);
  if (match === null) {
    const [version = '', code] = line.split(/ +/, 2);
    if (code === undefined) throw brokenTransportError(`malformed HTTP response ${quote(line)}`);
    if (/^HTTP\/1\.\d$/.test(version)) throw brokenTransportError(`malformed HTTP status code ${quote(code)}`);
    throw brokenTransportError(`malformed HTTP version ${quote(version)}`);
  }
  return {
    status: Number(match[2]),
    statusLine: line.slice(line.indexOf(' ')).trimStart(),
    protocol: match[1] ?? '',
  };
}

function parseLength(value: string, before: number): number {
  const length = /^\d+$/.test(value) ? Number(value) : -1;
  if (length === -1) throw brokenTransportError(`bad Content-Length ${quote(value)}`);
  if (before !== -1 && before !== length) {
    const both = `[${quote(String(before))} ${quote(value)}]`;
    throw brokenTransportError(`http: message cannot contain multiple Content-Length headers; got ${both}`);
  }
  return length;
}

function parseCoding(value: string): true {
  if (value.toLowerCase() === 'chunked') return true;
  throw brokenTransportError(`unsupported transfer encoding: ${quote(value)}`);
}

function quote(text: string): string {
  return JSON.stringify(text);
}
