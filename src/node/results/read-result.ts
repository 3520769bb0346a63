import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import schema from '../../core/result/result.schema.json' with { type: 'json' };
import { RESULT_SCHEMA_VERSION, type Result } from '../../core/result/result.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { UserError } from '../user-error.ts';

/** Where a result lies: the path of a `result.json`, or of the folder that holds one. */
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
    result = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw refuse(isMissing ? 'there is no such file' : oneLine((error as Error).message));
  }
  const version = (result as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (version === undefined) throw refuse('it is no result of poolproof');
  if (version !== RESULT_SCHEMA_VERSION) {
    throw refuse(
      `its schema version is ${JSON.stringify(version)}, and this poolproof reads version ${RESULT_SCHEMA_VERSION} only`,
    );
  }
  const validate = new Ajv({ strict: false }).compile<Result>(schema);
  if (validate(result)) return result;
  const [problem] = validate.errors ?? [];
  throw refuse(`it is no sound result: ${problem?.instancePath || '/'} ${problem?.message}`);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
