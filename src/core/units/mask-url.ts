/** The URL without its user name and password, which must never reach a log or a report: `redis://***@host:6379`. */
export function maskUrl(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1***@');
}
