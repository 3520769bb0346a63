import { maskUrlsIn } from '../text/mask-urls-in.ts';
import { printable } from '../text/printable.ts';

const LONGEST = 300;
/** `token=…`, `"password": "…"`, `Authorization: Bearer …`: what follows such a name is nobody's business. */
const SECRETS =
  /((?:["']?)\b[\w-]*(?:password|passwd|secret|token|api[_-]?key|authorization|cookie|credential)[\w-]*["']?\s*[:=]\s*)(?:"[^"]*"|'[^']*'|(?:bearer|basic)\s+\S+|[^\s,;}"']+)/gi;
const BEARER = /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi;

/** A line of the log of a function for a report: shortened, and without secrets and credentials. */
export function maskLogLine(message: string): string {
  const short = message
    .trim()
    .replaceAll(/\s+/g, ' ')
    .slice(0, LONGEST * 4);
  const masked = maskUrlsIn(short).replace(SECRETS, '$1***').replace(BEARER, '$1 ***');
  return printable(masked.length <= LONGEST ? masked : `${masked.slice(0, LONGEST)} …`);
}
