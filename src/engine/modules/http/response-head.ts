import { fieldOf, setField } from '../../../core/records/named-fields.ts';
import { canonicalHeaderName } from './header-names.ts';
import { brokenTransportError } from './request-error.ts';

/** The head of a response, by the rules of Go's client. */
export interface ResponseHead {
  readonly status: number;
  /** The status with its text, `200 OK`. */
  readonly statusLine: string;
  /** `HTTP/1.1` or `HTTP/1.0`. */
  readonly protocol: string;
  /** By canonical name; several values are joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** The values of Set-Cookie. */
  readonly setCookies: readonly string[];
  /** The server lets the connection be used again. */
  readonly keepsAlive: boolean;
  readonly isChunked: boolean;
  /** What Content-Length says; -1 when it is not there. */
  readonly length: number;
}

const SPACE = 32;
/** As in Go, which lets blanks pass. */
const HEADER_NAME = /^[\w!#$%&'*+\-.^`|~ ]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: no value may have them.
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;
const NOT_ASCII = /[\x80-\xff]/;
const MOST_KNOWN = 100;
const LONGEST_KNOWN = 4_096;
const known = new Map<string, ResponseHead>();

/**
 * Parses a head without the empty line at its end, each character a byte. Servers send the same head again and again, at most with another
 * date each second: those that were parsed last are shared.
 *
 * @throws {KnownRequestError} When it is no HTTP.
 */
export function parseResponseHead(text: string): ResponseHead {
  let head = known.get(text);
  if (head === undefined) {
    head = parse(NOT_ASCII.test(text) ? Buffer.from(text, 'latin1').toString() : text);
    if (known.size >= MOST_KNOWN) known.clear();
    if (text.length <= LONGEST_KNOWN) known.set(text, head);
  }
  return head;
}

function parse(text: string): ResponseHead {
  let lineEnd = text.indexOf('\r\n');
  const { status, statusLine, protocol } = parseStatusLine(lineEnd === -1 ? text : text.slice(0, lineEnd));
  const headers: Record<string, string> = {};
  const setCookies: string[] = [];
  let keepsAlive = protocol !== 'HTTP/1.0';
  let length = -1;
  let isChunked = false;
  while (lineEnd !== -1) {
    const at = lineEnd + 2;
    lineEnd = text.indexOf('\r\n', at);
    const end = lineEnd === -1 ? text.length : lineEnd;
    const colon = text.indexOf(':', at);
    if (colon <= at || colon > end) {
      throw brokenTransportError(`malformed MIME header: missing colon: ${quote(text.slice(at, end))}`);
    }
    const given = text.slice(at, colon);
    const name = canonicalHeaderName(given);
    const value = text.slice(text.charCodeAt(colon + 1) === SPACE ? colon + 2 : colon + 1, end).trim();
    if (!HEADER_NAME.test(given) || CONTROL.test(value)) {
      throw brokenTransportError(`malformed MIME header line: ${quote(text.slice(at, end))}`);
    }
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
        if (/\bclose\b/i.test(value)) keepsAlive = false;
        else if (/\bkeep-alive\b/i.test(value)) keepsAlive = true;
        break;
      case 'Set-Cookie':
        setCookies.push(value);
        break;
    }
    const present = fieldOf(headers, name);
    setField(headers, name, present === undefined ? value : `${present}, ${value}`);
  }
  return { status, statusLine, protocol, headers, setCookies, keepsAlive, isChunked, length };
}

/** @throws {KnownRequestError} When it is no HTTP. */
export function parseStatusLine(line: string): { status: number; statusLine: string; protocol: string } {
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
