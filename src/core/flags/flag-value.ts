import { isRecord } from '../records/is-record.ts';

/** Names by which objects tell the state of a flag, as a boolean; under the last ones also as a variant. */
const STATE_NAMES = ['enabled', 'isEnabled', 'on', 'active', 'isActive', 'state', 'value', 'variant', 'defaultValue'];
const VARIANT_NAMES = ['value', 'variant', 'defaultValue'];

/** Names that answers about an error are made of: alone they make no list of flags. */
const ERROR_NAMES: readonly string[] = [
  'error',
  'errors',
  'message',
  'status',
  'statusCode',
  'code',
  'detail',
  'details',
  'title',
  'type',
  'reason',
  'success',
  'ok',
  'timestamp',
  'path',
  'instance',
  'requestId',
  'traceId',
  'retry',
  'retryable',
];

export function isErrorName(name: string): boolean {
  return ERROR_NAMES.includes(name);
}

/** Whether a value is a flag by itself: a boolean, or an object that tells its state or its name. */
export function saysItsState(value: unknown): boolean {
  if (typeof value === 'boolean') return true;
  if (!isRecord(value)) return false;
  if (typeof ownOf(value, 'key') === 'string') return true;
  if (STATE_NAMES.some((name) => typeof ownOf(value, name) === 'boolean')) return true;
  return !Object.hasOwn(value, 'message') && VARIANT_NAMES.some((name) => isVariant(ownOf(value, name)));
}

/** Whether a value can be the state of a flag that has more than two. */
export function isVariant(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

/** Whether an answer tells of an error, whatever else it has; a flag may be called "error". */
export function carriesError(json: unknown): boolean {
  if (!isRecord(json)) return false;
  return ['error', 'errors'].some((name) => {
    const value = ownOf(json, name);
    return !isNothing(value) && !saysItsState(value);
  });
}

function ownOf(record: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function isNothing(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === '';
}
