import type { Finding } from '../findings/finding.ts';
import type { Result } from '../result/result.ts';
import { ruleMessage } from '../verdict/rule-message.ts';
import { isCutShort } from './headline.ts';

/**
 * Workflow commands by which GitHub shows what went wrong on the page of a run: the causes first, then an error for each
 * rule that failed, and a warning for each required one that was not judged. Of a run that was cut short, only that.
 */
export function githubAnnotations(result: Result): string[] {
  const { profile, rules, verdict, findings } = result;
  if (isCutShort(result)) return [annotation('warning', `poolproof ${profile}`, `not judged: ${verdict.sentence}`)];
  const kind = verdict.status === 'unhealthy' ? 'error' : 'warning';
  const causes = findings.map((finding) =>
    annotation(kind, `poolproof ${profile}: ${finding.id}`, causeMessage(finding)),
  );
  // Nothing was judged at all, because the engine ended before its summary.
  if (rules.length === 0)
    return [annotation('error', `poolproof ${profile}`, `not judged: ${verdict.sentence}`), ...causes];
  const judged = rules.flatMap((rule) => {
    const title = `poolproof ${profile}: ${rule.id}`;
    if (rule.status === 'fail') return [annotation('error', title, ruleMessage(rule))];
    if (rule.status === 'not-judged' && rule.required)
      return [annotation('warning', title, `not judged: ${ruleMessage(rule)}`)];
    return [];
  });
  return [...causes, ...judged];
}

function causeMessage({ sentence, next, confidence }: Finding): string {
  return `${sentence} (confidence: ${confidence}). Next: ${next}`;
}

/** Escaped as GitHub's own toolkit does (https://github.com/actions/toolkit, packages/core/src/command.ts). */
export function annotation(kind: 'error' | 'warning', title: string, message: string): string {
  return `::${kind} title=${escapeData(title).replaceAll(':', '%3A').replaceAll(',', '%2C')}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
