import { setField } from '../../core/records/named-fields.ts';

/** The metric, and the tags a sample of it must carry, that a key of `options.thresholds` names. */
export interface MetricSelector {
  readonly metric: string;
  /** Undefined: the whole metric. */
  readonly tags: Readonly<Record<string, string>> | undefined;
}

/**
 * Parses `http_req_duration` or `http_req_duration{status:200,name:home}`. All listed tags must match. A tag value may
 * contain `:` but no comma; spaces and quotes around names and values are dropped.
 *
 * @throws SyntaxError when a brace or a value is missing.
 */
export function parseMetricSelector(text: string): MetricSelector {
  const brace = text.indexOf('{');
  if (brace === -1) return { metric: text.trim(), tags: undefined };

  const fail = (expected: string) => new SyntaxError(`Cannot parse metric selector "${text}": expected ${expected}`);
  if (!text.endsWith('}')) throw fail('"}" at the end');
  const tags: Record<string, string> = {};
  for (const pair of text.slice(brace + 1, -1).split(',')) {
    if (pair === '') continue;
    const colon = pair.indexOf(':');
    if (colon === -1 || colon === pair.length - 1)
      throw fail(`a value after "${pair}", such as ${pair.replace(':', '')}:value`);
    setField(tags, unquote(pair.slice(0, colon)), unquote(pair.slice(colon + 1)));
  }
  if (Object.keys(tags).length === 0) throw fail('at least one tag between the braces, such as {status:200}');
  return { metric: text.slice(0, brace).trim(), tags };
}

function unquote(text: string): string {
  return text.trim().replace(/^["']+|["']+$/g, '');
}
