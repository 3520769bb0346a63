import { closeSync, constants, existsSync, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import schema from '../../core/result/result.schema.json' with { type: 'json' };
import { RESULT_SCHEMA_VERSION, type Result } from '../../core/result/result.ts';
import { seriesProblem } from '../../core/series/series-problem.ts';
import { printable, printableData } from '../../core/text/printable.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { UserError } from '../user-error.ts';

const MEBIBYTE = 1_048_576;
/** Ten times what a run of 900 points with many latencies leaves. */
const MOST_BYTES = 32 * MEBIBYTE;

/** Compiled once, for the first result: many are read where runs are compared, merged or put in order. */
let validate: ValidateFunction<Result> | undefined;

/** Where a result is: the path of a `result.json`, or of the folder that holds one. */
export function resultFileOf(path: string): string {
  return existsSync(path) && statSync(path).isDirectory() ? join(path, 'result.json') : path;
}

/**
 * Reads a result.
 *
 * @param path of a `result.json`, or of the folder that holds one
 * @throws UserError when it is missing, no result, or one of another schema version
 */
export function readResult(path: string): Result {
  const file = resultFileOf(path);
  const refuse = (problem: string) =>
    new UserError(
      `Cannot read result ${JSON.stringify(file)}: ${problem}. Give the result.json or the folder of a run`,
      EXIT_CODE.invalidSettings,
    );
  let result: unknown;
  try {
    result = JSON.parse(readRegularFile(file));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw refuse(isMissing ? 'there is no such file' : printable((error as Error).message));
  }
  const version = (result as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (version === undefined) throw refuse('it is not a result of poolproof');
  if (version !== RESULT_SCHEMA_VERSION) {
    throw refuse(
      `its schema version is ${JSON.stringify(version)}, but this poolproof reads version ${RESULT_SCHEMA_VERSION} only`,
    );
  }
  validate ??= new Ajv({ strict: false, strictNumbers: true }).compile<Result>(schema);
  if (!validate(result)) {
    const [problem] = validate.errors ?? [];
    throw refuse(`it is not a valid result: ${printable(`${problem?.instancePath || '/'} ${problem?.message}`)}`);
  }
  const problem = result.series === null ? undefined : seriesProblem(result.series);
  if (problem !== undefined) throw refuse(`it is not a valid result: ${printable(problem)}`);
  return printableData(result);
}

/** A pipe or a device may never end. */
function readRegularFile(file: string): string {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const status = fstatSync(descriptor);
    if (status.isDirectory()) throw new Error('it is a folder');
    if (!status.isFile()) throw new Error('it is not a regular file');
    if (status.size > MOST_BYTES) {
      throw new Error(`it has ${status.size} bytes, and a result has at most ${MOST_BYTES / MEBIBYTE} MiB`);
    }
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}
