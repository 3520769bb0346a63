/** Protocol, host, port and path of a URL: fit for logs and messages, since user, password and query stay out. */
export function urlWithoutCredentials(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}
