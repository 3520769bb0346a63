import { maskUrlsIn } from '../text/mask-urls-in.ts';
import { printable } from '../text/printable.ts';

const EXAMPLE_LENGTH = 300;
/** `token=…`, `"password": "…"`, `Authorization: Bearer …`: what follows such a name is nobody's business. */
const SECRETS =
  /((?:["']?)\b[\w-]*(?:password|passwd|secret|token|api[_-]?key|authorization|cookie|credential)[\w-]*["']?\s*[:=]\s*)(?:"[^"]*"|'[^']*'|(?:bearer|basic)\s+\S+|[^\s,;}"']+)/gi;
const BEARER = /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi;

/** A line of the log of a function for people: shortened, and without secrets and credentials. */
export function maskLogLine(message: string, longest = EXAMPLE_LENGTH): string {
  // Cut twice: a secret may be longer than the line is to be.
  const short = message
    .slice(0, longest * 4)
    .trim()
    .replaceAll(/\s+/g, ' ');
  const masked = maskUrlsIn(short).replace(SECRETS, '$1***').replace(BEARER, '$1 ***');
  return printable(masked.length <= longest ? masked : `${masked.slice(0, longest)} …`);
}
