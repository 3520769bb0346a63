import { isIP } from 'node:net';
import type { GoUrl } from './go-url.ts';
import type { Cookie } from './set-cookie.ts';

interface StoredCookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
  readonly expiresAt: number;
  readonly order: number;
}

/** Cookies of a VU: domain, path, expiry and secure rules of RFC 6265, without a public suffix list (as k6's jar). */
export class CookieJar {
  #cookies = new Map<string, StoredCookie>();
  #order = 0;

  get isEmpty(): boolean {
    return this.#cookies.size === 0;
  }

  /** Takes in cookies that came from `url`. Those that it may not set are ignored. */
  store(url: GoUrl, cookies: readonly Cookie[]): void {
    const host = url.hostname.toLowerCase();
    for (const cookie of cookies) {
      const domain = cookie.domain.replace(/^\./, '').toLowerCase();
      const hostOnly = domain === '' || isIP(host) !== 0;
      if (hostOnly ? domain !== '' && domain !== host : host !== domain && !host.endsWith(`.${domain}`)) continue;
      const path = cookie.path.startsWith('/') ? cookie.path : defaultPath(url.path);
      const key = `${hostOnly ? host : domain};${path};${cookie.name}`;
      const expiresAt = expiryOf(cookie);
      if (expiresAt <= Date.now()) {
        this.#cookies.delete(key);
        continue;
      }
      const order = this.#cookies.get(key)?.order ?? this.#order++;
      const { name, value, secure } = cookie;
      this.#cookies.set(key, {
        name,
        value,
        secure,
        path,
        hostOnly,
        expiresAt,
        order,
        domain: hostOnly ? host : domain,
      });
    }
  }

  /** The cookies to send to `url`: longest path first, then the oldest. */
  matching(url: GoUrl): readonly { readonly name: string; readonly value: string }[] {
    if (this.#cookies.size === 0 || (url.scheme !== 'http' && url.scheme !== 'https')) return [];
    const host = url.hostname.toLowerCase();
    // Go trusts loopback hosts with secure cookies.
    const isSecure = url.scheme === 'https' || host === 'localhost' || /^127\.|^::1$/.test(host);
    const now = Date.now();
    return [...this.#cookies.values()]
      .filter((cookie) => cookie.expiresAt > now && (isSecure || !cookie.secure))
      .filter((c) => host === c.domain || (!c.hostOnly && host.endsWith(`.${c.domain}`)))
      .filter((cookie) => isUnder(cookie.path, url.path))
      .sort((a, b) => b.path.length - a.path.length || a.order - b.order);
  }

  clear(): void {
    if (this.#cookies.size > 0) this.#cookies.clear();
  }
}

function expiryOf({ maxAgeSeconds, expiresAt }: Cookie): number {
  if (maxAgeSeconds < 0) return 0;
  if (maxAgeSeconds > 0) return Date.now() + maxAgeSeconds * 1000;
  return expiresAt ?? Number.POSITIVE_INFINITY;
}

function defaultPath(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}

function isUnder(folder: string, path: string): boolean {
  return path === folder || (path.startsWith(folder) && (folder.endsWith('/') || path.charAt(folder.length) === '/'));
}
