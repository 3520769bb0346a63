import { isRecord } from '../records/is-record.ts';
import { parseRecord } from '../records/parse-record.ts';

/** What was changed of a function: its variable, whose value before was none. */
export interface ColdByEnvironment {
  readonly by: 'environment';
  /** The value that it was given. */
  readonly mark: string;
}

/** What was changed of a function: its reserved concurrency, which became 0. */
export interface ColdByConcurrency {
  readonly by: 'concurrency';
  /** What was reserved before; null for nothing. */
  readonly reservedBefore: number | null;
}

export type ColdChange = ColdByEnvironment | ColdByConcurrency;

/** What is to be set back on a function, written down before the function is touched. */
export interface ColdRecord {
  /** Without a version or an alias. */
  readonly functionArn: string;
  readonly change: ColdChange;
  /** UTC, ISO 8601. */
  readonly at: string;
  /** Who is at it. */
  readonly pid: number;
  readonly host: string;
}

/** `arn:aws:lambda:eu-central-1:123456789012:function:staging-lego-api` */
const FUNCTION_ARN = /^arn:[\w-]+:lambda:([\w-]+):\d{12}:function:([\w-]+)/;

/** An ARN without what follows the name of the function. @throws SyntaxError for anything else */
export function partsOfArn(arn: string): {
  readonly functionArn: string;
  readonly region: string;
  readonly name: string;
} {
  const [functionArn, region, name] = FUNCTION_ARN.exec(arn) ?? [];
  if (functionArn === undefined || region === undefined || name === undefined) {
    throw new SyntaxError(`Cannot read "${arn}" as the ARN of a function`);
  }
  return { functionArn, region, name };
}

/** Reads a record as it lies on disk; undefined where it is none. */
export function parseColdRecord(text: string): ColdRecord | undefined {
  const { functionArn, at, pid, host, change } = parseRecord(text);
  const read = parseChange(change);
  if (typeof functionArn !== 'string' || !FUNCTION_ARN.test(functionArn) || read === undefined) return undefined;
  if (typeof at !== 'string' || typeof pid !== 'number' || typeof host !== 'string') return undefined;
  return { functionArn, change: read, at, pid, host };
}

function parseChange(change: unknown): ColdChange | undefined {
  if (!isRecord(change)) return undefined;
  const { by, mark, reservedBefore } = change;
  if (by === 'environment' && typeof mark === 'string') return { by, mark };
  const isReserved = reservedBefore === null || (Number.isInteger(reservedBefore) && Number(reservedBefore) > 0);
  return by === 'concurrency' && isReserved ? { by, reservedBefore: reservedBefore as number | null } : undefined;
}

/** Whether LAMBDA_FUNCTION, a name or an ARN, whole or in part, means the function of a record. */
export function isOfFunction({ functionArn }: Pick<ColdRecord, 'functionArn'>, functionName: string): boolean {
  return (
    functionArn === functionName || [':', ':function:'].some((before) => functionArn.endsWith(before + functionName))
  );
}
