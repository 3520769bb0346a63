import type { LoadSettings } from './load-settings.ts';

/** What every request to the API is sent with. */
export function requestHeaders({ authorization, headers }: Pick<LoadSettings, 'authorization' | 'headers'>) {
  return { ...headers, ...(authorization !== '' && { Authorization: authorization }) };
}
