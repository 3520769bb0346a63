/** What a line of `k6 cloud run` tells. */
type CloudLine =
  | { readonly kind: 'uploading' }
  /** Where the run is shown. */
  | { readonly kind: 'address'; readonly address: string }
  /** Where the run stands, in k6's words: `Waiting...`, time that passed and time planned, `Aborted (by user)`. */
  | { readonly kind: 'progress'; readonly text: string };

/** Reads a line of standard output; undefined where it tells nothing about the run. */
export function readK6Line(line: string): CloudLine | undefined {
  const [, left, text = ''] = /^(Init|Run) +\[[^\]]*\] (.*?)\s*$/.exec(line) ?? [];
  if (left === 'Init') return text === 'Uploading archive' ? { kind: 'uploading' } : undefined;
  if (left === 'Run') return { kind: 'progress', text };
  const [, name, value = ''] = /^\s+(output|test status): (\S.*?)\s*$/.exec(line) ?? [];
  if (name === 'output') return { kind: 'address', address: value };
  return name === undefined ? undefined : { kind: 'progress', text: value };
}
