import type { Report } from '../result/report.ts';

/** What a run was against, and how it got there: `https://host (through the proxy http://proxy:3128, TLS not verified)`. */
export function targetText({ baseUrl, proxy, isTlsUnverified }: Report['target']): string {
  const notes = [
    ...(proxy === undefined ? [] : [`through the proxy ${proxy}`]),
    ...(isTlsUnverified ? ['TLS not verified'] : []),
  ];
  return notes.length === 0 ? baseUrl : `${baseUrl} (${notes.join(', ')})`;
}
