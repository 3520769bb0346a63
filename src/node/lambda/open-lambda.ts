import type { ColdBy } from '../../core/lambda/lambda-cold-start.ts';
import type { LogPatterns } from '../../core/lambda/log-patterns.ts';
import type { LambdaName } from '../../core/lambda/parse-lambda-function.ts';
import type { Span } from '../../core/lambda/span.ts';
import type { Result } from '../../core/result/result.ts';
import { type AccessOptions, accessLambda } from './access-lambda.ts';
import { openColdStart } from './open-cold-start.ts';
import { withLambda } from './with-lambda.ts';

export interface OpenLambdaOptions {
  /** How the API is made cold; undefined where it is not. */
  readonly coldBy: ColdBy | undefined;
  /** COLD_PAUSE. */
  readonly pauseMs: number;
  /** The Redis behind it whose meters are read, where one is named. */
  readonly cache: AccessOptions['cache'];
  /** By which lines of the log are sorted. */
  readonly patterns: LogPatterns;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** The function behind the API, from before a load to after it. */
export interface OpenLambda {
  /** Makes all environments new, where that is wanted. @throws UserError when it failed */
  makeCold(): Promise<void>;
  /** Sets the function back; harmless when called again. @returns whether nothing is left to be set back */
  restore(): Promise<boolean>;
  /** A result with what AWS tells of the load. */
  addTo(result: Result, load: Span): Promise<Result>;
}

/**
 * Makes sure that AWS may be asked all that will be asked about a function, and that it may be made cold where that is wanted.
 *
 * @throws UserError with a line that says what is wrong
 */
export async function openLambda(name: LambdaName, options: OpenLambdaOptions): Promise<OpenLambda> {
  const { coldBy, cache, patterns, env, say, signal } = options;
  const access = await accessLambda(name, { env, cache, say, signal });
  const cold =
    coldBy === 'environment' || coldBy === 'concurrency'
      ? await openColdStart(name, { ...options, by: coldBy })
      : undefined;
  return {
    makeCold: async () => cold?.make(),
    restore: async () => (cold === undefined ? true : cold.restore()),
    addTo: (result, load) => withLambda(result, access, { window: load, patterns, coldBy, say }),
  };
}
