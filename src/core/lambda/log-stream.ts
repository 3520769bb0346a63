/** `2026/11/28/[7]0a1b…`; in a log group that several functions share, `2026/11/28/staging-lego-api[7]0a1b…`. */
const STREAM = /^\d{4}\/\d\d\/\d\d\/([^[\]]*)\[([^\]]+)\]/;

/** Whose log streams are looked for. */
export interface StreamOwner {
  /** Name of the function. */
  readonly name: string;
  /** The only version that counts; null for all. */
  readonly version: string | null;
}

/** The version of the function that writes to a log stream; undefined where its name does not tell. */
export function versionOf(stream: string): string | undefined {
  return STREAM.exec(stream)?.[2];
}

/** Whether a log stream may belong to a function: a name of another form says nothing against it. */
export function mayBeOf({ name, version }: StreamOwner, stream: string): boolean {
  const [, streamName = '', streamVersion] = STREAM.exec(stream) ?? [];
  if (streamName !== '' && streamName !== name) return false;
  return version === null || streamVersion === undefined || streamVersion === version;
}
