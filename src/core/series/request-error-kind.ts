import { CUT_AT_MAX_BODY } from '../evidence/answer-status.ts';
import { ERROR_CODES } from '../evidence/http-evidence.ts';

const KINDS: Readonly<Record<string, string>> = {
  [ERROR_CODES.eof]: 'ended early',
  [ERROR_CODES.timedOut]: 'timed out',
  [ERROR_CODES.dns]: 'host not found',
  [ERROR_CODES.refused]: 'refused',
  [ERROR_CODES.reset]: 'reset',
  [CUT_AT_MAX_BODY]: 'larger than MAX_BODY',
};

/** What became of a request that failed, by the tags of its samples. */
export function requestErrorKind({ status, error_code: code }: Readonly<Record<string, string>>): string {
  if (status !== undefined && status !== '0') return `status ${status}`;
  return KINDS[code ?? ''] ?? `error ${code ?? 'unknown'}`;
}
