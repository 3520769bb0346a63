/** System tags that samples carry unless `options.systemTags` says otherwise. */
export const DEFAULT_SYSTEM_TAGS: readonly string[] = [
  'check',
  'error',
  'error_code',
  'expected_response',
  'group',
  'method',
  'name',
  'proto',
  'scenario',
  'service',
  'status',
  'subproto',
  'tls_version',
  'url',
];
