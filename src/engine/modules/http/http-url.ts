import { GoError } from '../../vu/go-error.ts';
import { formatGoValue } from './go-format.ts';
import { type GoUrl, parseGoUrl } from './go-url.ts';
import { KnownRequestError } from './request-error.ts';

// biome-ignore lint/suspicious/noTemplateCurlyInString: k6 marks a filled place this way
const PLACEHOLDER = '${}';

const targets = new WeakMap<HttpUrl, GoUrl>();

/** What `` http.url`…` `` returns: a URL and the name under which its samples are grouped. */
export class HttpUrl {
  readonly name: string;
  readonly url: string;
  readonly clean_url: string;

  constructor(url: string, name: string) {
    const target = parse(url);
    targets.set(this, target);
    this.url = url;
    this.clean_url = target.cleanHref;
    this.name = url === name ? this.clean_url : name;
  }
}

/** The tag of templates `http.url`. @throws {GoError} when the result is not a URL */
export function httpUrlTemplate(parts: readonly string[], ...pieces: unknown[]): HttpUrl {
  let url = '';
  let name = '';
  for (const [index, part] of parts.entries()) {
    const isFilled = index < pieces.length;
    url += part + (isFilled ? String(pieces[index]) : '');
    name += part + (isFilled ? PLACEHOLDER : '');
  }
  try {
    return new HttpUrl(url, name);
  } catch (error) {
    throw new GoError((error as Error).message);
  }
}

/** A URL argument, ready to be requested. @throws {KnownRequestError} code 1020 when it is none */
export function toHttpUrl(value: unknown): {
  readonly target: GoUrl;
  readonly name: string;
  readonly clean_url: string;
} {
  if (typeof value === 'string') {
    const target = parse(value);
    return { target, name: target.cleanHref, clean_url: target.cleanHref };
  }
  const target = value instanceof HttpUrl ? targets.get(value) : undefined;
  if (target === undefined) throw new KnownRequestError(`invalid URL: '#${formatGoValue(value)}'`, 1020);
  return { target, name: (value as HttpUrl).name, clean_url: (value as HttpUrl).clean_url };
}

function parse(url: string): GoUrl {
  try {
    return parseGoUrl(url);
  } catch (error) {
    throw new KnownRequestError(`invalid URL: ${(error as Error).message}`, 1020);
  }
}
