import { readFileSync } from 'node:fs';
import { LOG_PATTERNS, type LogPatterns, parseLogPatterns } from '../../core/lambda/log-patterns.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { UserError } from '../user-error.ts';

/** @throws UserError when the file cannot be read, or has something else in it */
export function readLogPatterns(file: string): LogPatterns {
  if (file === '') return LOG_PATTERNS;
  try {
    return parseLogPatterns(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === undefined ? message : `it cannot be read (${code})`;
    throw new UserError(`LAMBDA_PATTERNS=${JSON.stringify(file)} is not allowed: ${why}`, EXIT_CODE.invalidSettings, {
      cause: error,
    });
  }
}
