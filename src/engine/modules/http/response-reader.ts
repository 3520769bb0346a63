import { bodyTooLargeError, MOST_BODY_BYTES } from './body-cap.ts';
import { brokenTransportError, KnownRequestError } from './request-error.ts';
import { parseResponseHead, parseStatusLine, type ResponseHead } from './response-head.ts';

type State = 'head' | 'fixed' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailer' | 'until-end' | 'done';

const HEAD_END = Buffer.from('\r\n\r\n');
const LINE_FEED = 10;
const EMPTY = Buffer.alloc(0);
// Go's limits for the head of a response, and for a line between the chunks of its body or all lines after them.
const MOST_HEAD_BYTES = 10 << 20;
const MOST_LINE_BYTES = 4_096;

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
  #bodyLength = 0;
  /** The beginning of a head or line whose end has not arrived, at the start of a buffer that has room for more. */
  #pending = EMPTY;
  #pendingLength = 0;
  /** How much of it is known not to hold the end. */
  #searched = 0;
  #trailerLength = 0;
  #hasFirstLine = false;

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
    const bytes = this.#pendingLength > 0 ? this.#afterPending(data) : data;
    let at = 0;
    while (!this.isDone) {
      const next = this.#step(bytes, at);
      if (next === -1) {
        this.#keep(bytes, at, bytes !== data);
        return 0;
      }
      at = next;
      this.#searched = 0;
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
    if (this.#state === 'head' && this.#pendingLength > 0) {
      const text = this.#pending.toString('latin1', 0, this.#pendingLength);
      parseStatusLine(text.split('\n', 1).join('').trimEnd());
    }
    return this.isDone;
  }

  /** What was kept with what arrived now. The room for it is doubled: however it is cut, a byte is copied but a few times. */
  #afterPending(data: Buffer): Buffer {
    const length = this.#pendingLength + data.length;
    if (length > this.#pending.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(length, 2 * this.#pending.length));
      this.#pending.copy(larger, 0, 0, this.#pendingLength);
      this.#pending = larger;
    }
    data.copy(this.#pending, this.#pendingLength);
    this.#pendingLength = 0;
    return this.#pending.subarray(0, length);
  }

  /** @param isKept It lies in the buffer already. */
  #keep(bytes: Buffer, at: number, isKept: boolean): void {
    this.#pendingLength = bytes.length - at;
    if (at > 0 || !isKept) this.#pending = Buffer.from(bytes.subarray(at));
    this.#searched = this.#pendingLength;
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
        this.#keepBody(bytes.subarray(at));
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
    this.#keepBody(part);
    return end;
  }

  #keepBody(part: Buffer): void {
    this.#bodyLength += part.length;
    if (this.#bodyLength > MOST_BODY_BYTES) this.#refuseBody();
    this.chunks.push(this.isDone ? part : Buffer.from(part));
  }

  /** Nobody looks at what there is of it. */
  #refuseBody(): never {
    this.chunks.length = 0;
    throw bodyTooLargeError();
  }

  #readLine(bytes: Buffer, at: number): number {
    const feed = bytes.indexOf(LINE_FEED, at + this.#searched);
    this.#assertShort((feed === -1 ? bytes.length : feed) - at);
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
    else this.#trailerLength += feed + 1 - at;
    return feed + 1;
  }

  #readHead(bytes: Buffer, at: number): number {
    const end = bytes.indexOf(HEAD_END, at + Math.max(0, this.#searched - HEAD_END.length));
    if ((end === -1 ? bytes.length : end) - at > MOST_HEAD_BYTES) {
      throw brokenTransportError(`net/http: server response headers exceeded ${MOST_HEAD_BYTES} bytes; aborted`);
    }
    if (end === -1) {
      const feed = bytes.indexOf(LINE_FEED, at + this.#searched);
      // What is no HTTP is refused as soon as its first line is there.
      if (feed !== -1 && !this.#hasFirstLine) {
        parseStatusLine(bytes.toString('latin1', at, feed).trimEnd());
        this.#hasFirstLine = true;
      }
      return -1;
    }
    this.#takeHead(parseResponseHead(bytes.toString('latin1', at, end)));
    return end + HEAD_END.length;
  }

  #assertShort(lineLength: number): void {
    if (this.#state === 'trailer') {
      if (this.#trailerLength + lineLength < MOST_LINE_BYTES) return;
      throw new KnownRequestError('http: suspiciously long trailer after chunked body', 1000);
    }
    if (lineLength >= MOST_LINE_BYTES) throw new KnownRequestError('header line too long', 1000);
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
      if (head.length > MOST_BODY_BYTES) this.#refuseBody();
      this.#missing = head.length;
      this.#state = head.length === 0 ? 'done' : 'fixed';
    }
  }
}
