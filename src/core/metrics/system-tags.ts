/**
 * Tags that k6 gives to samples by itself: its own but for `error`, the text of an error, which may quote megabytes that the
 * API sent: k6 would write them with each of its samples. `error_code` tells the kind.
 */
export const SYSTEM_TAGS: readonly string[] = [
  ...['proto', 'subproto', 'status', 'method', 'url', 'name', 'group', 'check', 'error_code', 'tls_version'],
  ...['scenario', 'service', 'expected_response'],
];

/** The same for Grafana Cloud, which takes no samples without `error`. */
export const SYSTEM_TAGS_FOR_CLOUD: readonly string[] = [...SYSTEM_TAGS, 'error'];
