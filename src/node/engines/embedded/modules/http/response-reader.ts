import { brokenTransportError, KnownRequestError } from './request-error.ts';
import { parseResponseHead, parseStatusLine, type ResponseHead } from './response-head.ts';

type State = 'head' | 'fixed' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailer' | 'until-end' | 'done';

const HEAD_END = '\r\n\r\n';
const NOT_ASCII = /[\x80-\xff]/;
const LINE_FEED = 10;
const EMPTY = Buffer.alloc(0);
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
  setCookies: readonly string[] = [];
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
    this.#takeHead(parseResponseHead(NOT_ASCII.test(head) ? bytes.toString('utf8', at, at + end) : head));
    return at + end + HEAD_END.length;
  }

  #takeHead(head: ResponseHead): void {
    // 1xx responses announce the real one.
    if (head.status < 200 && head.status !== 101) return;
    this.status = head.status;
    this.statusLine = head.statusLine;
    this.protocol = head.protocol;
    // The script may change what it gets.
    this.headers = { ...head.headers };
    this.setCookies = head.setCookies;
    this.keepsAlive = head.keepsAlive;
    if (this.#hasNoBody || head.status === 204 || head.status === 304) this.#state = 'done';
    else if (head.isChunked) this.#state = 'chunk-size';
    else if (head.length === -1) {
      this.#state = 'until-end';
      this.keepsAlive = false;
    } else {
      this.#missing = head.length;
      this.#state = head.length === 0 ? 'done' : 'fixed';
    }
  }
}
