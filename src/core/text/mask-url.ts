const HOST_AND_PORT = /^(?:\[[^\]]*\]|[^:[\]]*)(?::\d{0,5})?$/;
// Values of a query, with a name and without, but for placeholders such as {unique}.
const NAMED_VALUE = /([?&#][^=&#]*=)(?!\{\w+\}(?:[&#]|$))[^&#]+/g;
const BARE_VALUE = /([?&#])(?!\{\w+\}(?:[&#]|$))[^=&#]+(?=[&#]|$)/g;

/**
 * The URL, or path, without what must never reach a log or a report: user name and password, and values of its query, but
 * for placeholders. `redis://***@host:6379`, `/flags?token=***&cohort={unique}`. A password may hold what would end the
 * host if it were encoded as it should be: then all up to the last @ is taken for it. A path of http may have one.
 */
export function maskUrl(url: string): string {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)(.*)$/is.exec(url) ?? ['', '', url];
  const shown = scheme === '' ? rest : maskUser(rest, /^https?:/i.test(scheme));
  const at = shown.search(/[?#]/);
  if (at === -1) return scheme + shown;
  const query = shown.slice(at).replace(NAMED_VALUE, '$1***').replace(BARE_VALUE, '$1***');
  return scheme + shown.slice(0, at) + query;
}

function maskUser(rest: string, isHttp: boolean): string {
  const end = rest.search(/[/?#]/);
  const authority = isHttp && end !== -1 ? rest.slice(0, end) : rest;
  const at = authority.lastIndexOf('@');
  const isSound = isHttp && HOST_AND_PORT.test(authority.slice(at + 1));
  if (!isSound) return rest.replace(/^.*@/s, '***@');
  return at === -1 ? rest : `***${rest.slice(at)}`;
}
