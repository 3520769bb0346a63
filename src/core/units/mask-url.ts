/**
 * The URL without its user name and password, which must never reach a log or a report: `redis://***@host:6379`. A password
 * may hold what would end the host if it were encoded as it should be, so all up to the last @ is taken for it; but for
 * http, where a path may have one.
 */
export function maskUrl(url: string): string {
  return url
    .replace(/^(https?:\/\/)[^/?#]*@/i, '$1***@')
    .replace(/^((?!https?:)[a-z][a-z0-9+.-]*:\/\/).*@/is, '$1***@')
    .replace(/([?&](?:user|username|password|auth|token)=)[^&#]*/gi, '$1***');
}
