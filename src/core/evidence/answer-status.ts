// What every VU tags its samples with; what is read of them is in unexpected-status.ts.

/** The error code of the embedded engine for a body larger than MAX_BODY. */
export const CUT_AT_MAX_BODY = 1790;

/** Status codes that are counted one by one; k6 counts a tag's value only when a threshold names it beforehand. */
export const LISTED_STATUS_CODES = [
  ...['0', '200', '201', '204', '301', '302', '303', '304', '307', '308'],
  ...['400', '401', '403', '404', '408', '429'],
  ...['500', '502', '503', '504'],
];

export const STATUS_CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx', 'other'] as const;

/** The tags of a sample, by which every status is counted, whichever it is. */
export function tagsOfStatus(status: number): Readonly<Record<string, string>> {
  const ofStatus = `${Math.floor(status / 100)}xx`;
  return {
    class: STATUS_CLASSES.find((each) => each === ofStatus) ?? 'other',
    listed: LISTED_STATUS_CODES.includes(`${status}`) ? 'yes' : 'no',
  };
}
