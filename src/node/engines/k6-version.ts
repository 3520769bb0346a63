const EXTENSION = 'k6/x/redis';
const OLDEST_K6 = 2;

/** What `k6 version` tells. */
export interface K6Version {
  /** Such as "2.2.0", or "(devel)" for a k6 that somebody built from its source; "unknown" when it tells none. */
  readonly k6: string;
  /** Of k6/x/redis, such as "0.4.3" or "(devel)"; undefined when this k6 lacks it. */
  readonly redis: string | undefined;
}

export function parseK6Version(output: string): K6Version {
  return {
    k6: /\bv(\d+\.\d+\.\d+\S*|\(devel\))/.exec(output)?.[1] ?? 'unknown',
    redis: /^\s*\S+ v?(\S+), k6\/x\/redis\b/m.exec(output)?.[1],
  };
}

/** Why a k6 is too old to be tried, in words; undefined when it is not. */
export function whyTooOld({ k6 }: K6Version): string | undefined {
  return Number.parseInt(k6, 10) < OLDEST_K6 ? `the k6 on PATH is v${k6}, older than v${OLDEST_K6}` : undefined;
}

/**
 * Why a k6 did not load the script, in words.
 *
 * @param firstLine of the script, by which k6 knows the extensions that it needs and their versions
 */
export function whyNotLoaded({ k6, redis }: K6Version, firstLine: string): string {
  const name = k6 === 'unknown' ? 'k6 on PATH, which reports no version,' : `k6 v${k6} on PATH`;
  if (redis === undefined) return `the ${name} lacks ${EXTENSION} and could not fetch it`;
  const wanted = /k6\/x\/redis ([^";]+)/.exec(firstLine)?.[1] ?? '';
  if (/^\d/.test(k6) && /^\d/.test(redis)) {
    return `the ${name} has ${EXTENSION} ${redis} and did not load the script, which needs ${EXTENSION} ${wanted}`;
  }
  return `the ${name} has ${EXTENSION} ${redis}, which cannot be compared with what the first line of the script needs, ${EXTENSION} ${wanted}; K6_AUTO_EXTENSION_RESOLUTION=false takes it as it is`;
}
