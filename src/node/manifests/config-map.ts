import { EXIT_CODE } from '../exit-code.ts';
import { UserError } from '../user-error.ts';

/** What a ConfigMap holds at most. */
const MOST_BYTES = 1_048_576;

/**
 * A ConfigMap with one file.
 *
 * @throws UserError when the file is too large for it
 */
export function configMapOf(name: string, file: string, text: string) {
  if (Buffer.byteLength(text) > MOST_BYTES) {
    throw new UserError(
      `Cannot make manifests: ${file} is larger than a ConfigMap may be (1 MiB). Import less data in the journey`,
      EXIT_CODE.invalidSettings,
    );
  }
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { [file]: text } };
}
