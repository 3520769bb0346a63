import { isRecord } from '../records/is-record.ts';
import { parseRecord } from '../records/parse-record.ts';

/** What Lambda itself wrote about an invocation. */
export interface PlatformLine {
  /** `start`: of an environment; `report`: the end of an invocation; `failed-init`: an environment could not be started. */
  readonly what: 'start' | 'report' | 'failed-init' | 'other';
  readonly durationMs: number | null;
  /** Of the environment, where this was the first invocation in it. */
  readonly initMs: number | null;
  /** The same for an environment from a snapshot (SnapStart). */
  readonly restoreMs: number | null;
  readonly memoryMaxMb: number | null;
  readonly isTimeout: boolean;
}

const OTHER: PlatformLine = {
  what: 'other',
  durationMs: null,
  initMs: null,
  restoreMs: null,
  memoryMaxMb: null,
  isTimeout: false,
};

const TEXT = /^(?:REPORT|START|END|INIT_START|INIT_REPORT|RESTORE_START|RESTORE_REPORT|EXTENSION|XRAY|LOGS) /;
const START = /^(?:INIT|RESTORE)_START /;
const START_TYPE = /^platform\.(?:init|restore)Start$/;
const FAILED = /^(?:timeout|error|failure)$/;

/** Reads a line that Lambda wrote, in its text format or in JSON. @returns undefined for a line of the function itself */
export function parsePlatformLine(message: string): PlatformLine | undefined {
  if (TEXT.test(message)) return fromText(message);
  return message.startsWith('{') && message.includes('"platform.') ? fromJson(message) : undefined;
}

function fromText(message: string): PlatformLine {
  const [, status = ''] = /\tStatus: (\w+)/.exec(message) ?? [];
  if (message.startsWith('INIT_REPORT ') && FAILED.test(status)) return { ...OTHER, what: 'failed-init' };
  if (START.test(message)) return { ...OTHER, what: 'start' };
  if (!message.startsWith('REPORT ')) return OTHER;
  return {
    what: 'report',
    durationMs: numberIn(message, 'Duration'),
    initMs: numberIn(message, 'Init Duration'),
    restoreMs: numberIn(message, 'Restore Duration'),
    memoryMaxMb: numberIn(message, 'Max Memory Used'),
    isTimeout: status === 'timeout',
  };
}

/** Of fields that tabs separate: `\tInit Duration: 123.45 ms` -> 123.45. */
function numberIn(message: string, field: string): number | null {
  const [, value] = new RegExp(`\\t${field}: ([\\d.]+)`).exec(message) ?? [];
  return value === undefined ? null : Number(value);
}

function fromJson(message: string): PlatformLine | undefined {
  const { type, record } = parseRecord(message);
  if (typeof type !== 'string' || !type.startsWith('platform.') || !isRecord(record)) return undefined;
  const status = `${record.status}`;
  if (type === 'platform.initReport' && FAILED.test(status)) return { ...OTHER, what: 'failed-init' };
  if (START_TYPE.test(type)) return { ...OTHER, what: 'start' };
  if (type !== 'platform.report') return OTHER;
  const metrics = isRecord(record.metrics) ? record.metrics : {};
  const number = (name: string) => (typeof metrics[name] === 'number' ? metrics[name] : null);
  return {
    what: 'report',
    durationMs: number('durationMs'),
    initMs: number('initDurationMs'),
    restoreMs: number('restoreDurationMs'),
    memoryMaxMb: number('maxMemoryUsedMB'),
    isTimeout: status === 'timeout',
  };
}
