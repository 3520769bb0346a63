/**
 * The URL, or path, without what must never reach a log or a report: user name and password, and values of its query, but
 * for placeholders. `redis://***@host:6379`, `/flags?token=***&cohort={unique}`. A password may hold what would end the
 * host if it were encoded as it should be: then all up to the last @ is taken for it. A path of http may have one.
 */
export function maskUrl(url: string): string {
  // Most have nothing to hide, and an expression costs each VU of k6 16 KB.
  if (!url.includes('@') && !url.includes('?') && !url.includes('#')) return url;
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)(.*)$/is.exec(url) ?? ['', '', url];
  const shown = scheme === '' ? rest : maskUser(rest, /^https?:/i.test(scheme));
  const at = shown.search(/[?#]/);
  if (at === -1) return scheme + shown;
  // Values with a name and without, but for placeholders such as {unique}.
  const query = shown
    .slice(at)
    .replace(/([?&#][^=&#]*=)(?!\{\w+\}(?:[&#]|$))[^&#]+/g, '$1***')
    .replace(/([?&#])(?!\{\w+\}(?:[&#]|$))[^=&#]+(?=[&#]|$)/g, '$1***');
  return scheme + shown.slice(0, at) + query;
}

function maskUser(rest: string, isHttp: boolean): string {
  const end = rest.search(/[/?#]/);
  const authority = isHttp && end !== -1 ? rest.slice(0, end) : rest;
  const at = authority.lastIndexOf('@');
  const isSound = isHttp && /^(?:\[[^\]]*\]|[^:[\]]*)(?::\d{0,5})?$/.test(authority.slice(at + 1));
  if (!isSound) return rest.replace(/^.*@/s, '***@');
  return at === -1 ? rest : `***${rest.slice(at)}`;
}
