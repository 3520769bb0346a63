/** The fields of Redis' INFO, by name. What a server does not tell is simply not there. */
export type RedisInfo = Readonly<Record<string, string>>;

/**
 * Reads the answer to INFO: `field:value` lines between `# Section` headings. Redis 6 to 8, Valkey and ElastiCache differ
 * in the fields they have, not in this form; lines of any other form are passed over.
 */
export function parseInfo(text: string): RedisInfo {
  const info: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0 && !line.startsWith('#')) info[line.slice(0, colon)] = line.slice(colon + 1);
  }
  return info;
}

/** A numeric field; undefined when it is missing or no number. */
export function infoNumber(info: RedisInfo, field: string): number | undefined {
  const text = info[field];
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** A field inside a compound one, as in `cmdstat_get:calls=21,usec=175,usec_per_call=8.33`. */
export function infoPart(info: RedisInfo, field: string, part: string): number | undefined {
  const text = new RegExp(`(?:^|,)${part}=([^,]*)`).exec(info[field] ?? '')?.[1];
  return text === undefined ? undefined : infoNumber({ text }, 'text');
}
