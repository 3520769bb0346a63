import { type FieldReader, isRecord } from './field-reader.ts';
import { parseOptionDurationMs } from './parse-option-duration.ts';
import type { ThresholdOption } from './run-options.ts';

/** Reads `thresholds`: metric or submetric to a list of texts or objects. The texts are not parsed yet. */
export function readThresholds(options: FieldReader): Record<string, ThresholdOption[]> {
  const raw = options.raw('thresholds');
  if (raw === undefined) return {};
  if (!isRecord(raw)) {
    options.problems.push(`thresholds must be an object, but is ${JSON.stringify(raw)}`);
    return {};
  }
  return Object.fromEntries(
    Object.entries(raw).map(([key, list]) => {
      options.require(Array.isArray(list), `thresholds["${key}"] must be a list, but is ${JSON.stringify(list)}`);
      const entries: unknown[] = Array.isArray(list) ? list : [];
      return [key, entries.flatMap((entry) => readThreshold(entry, key, options.problems))];
    }),
  );
}

function readThreshold(entry: unknown, key: string, problems: string[]): ThresholdOption[] {
  if (typeof entry === 'string') return [{ threshold: entry, abortOnFail: false, delayAbortEvalMs: undefined }];

  const { threshold, abortOnFail = false, delayAbortEval } = isRecord(entry) ? entry : {};
  if (typeof threshold !== 'string') {
    problems.push(`thresholds["${key}"] must list strings or objects with a threshold, not ${JSON.stringify(entry)}`);
    return [];
  }
  if (typeof abortOnFail !== 'boolean' && abortOnFail !== null) {
    problems.push(`abortOnFail of "${threshold}" must be true or false, but is ${JSON.stringify(abortOnFail)}`);
  }
  const delayAbortEvalMs =
    typeof delayAbortEval === 'string' ? parseOptionDurationMs(delayAbortEval) : (delayAbortEval ?? undefined);
  if (delayAbortEvalMs !== undefined && typeof delayAbortEvalMs !== 'number') {
    problems.push(`delayAbortEval of "${threshold}" must be a duration such as "10s"`);
    return [];
  }
  return [{ threshold, abortOnFail: abortOnFail === true, delayAbortEvalMs }];
}
