import { COMPARED_METRICS } from './compared-metrics.ts';
import type { Comparison, MetricComparison } from './comparison.ts';
import { formatDifference } from './format-comparison.ts';

const MAIN_IDS: readonly string[] = COMPARED_METRICS.filter((metric) => 'isMain' in metric).map(({ id }) => id);

/** The answer for the whole, and the sentence that says why. */
export function reachAnswer(
  metrics: readonly MetricComparison[],
  tooLittle: string | undefined,
): Pick<Comparison, 'answer' | 'sentence'> {
  const judged = metrics.filter(({ isJudged }) => isJudged);
  const those = (answer: MetricComparison['answer']) => judged.filter((metric) => metric.answer === answer);
  const worse = those('worse');
  if (worse.length > 0) return { answer: 'worse', sentence: `head is worse in ${worse.map(inWords).join(', ')}` };
  if (tooLittle !== undefined) return { answer: 'cannot-tell', sentence: `too little was measured: ${tooLittle}` };
  const untold = judged.filter(({ id, answer }) => MAIN_IDS.includes(id) && isUntold(answer));
  if (untold.length > 0) {
    return {
      answer: 'cannot-tell',
      sentence: `${untold.map(whyUntold).join(', ')}; measure for longer, in more rounds, or on a quieter machine`,
    };
  }
  const better = those('better');
  if (better.length > 0) return { answer: 'better', sentence: `head is better in ${better.map(inWords).join(', ')}` };
  const compared = judged.filter(({ answer }) => answer === 'no-difference').length;
  return {
    answer: 'no-difference',
    sentence: `in none of ${compared} metrics is a difference beyond its floor certain`,
  };
}

function isUntold(answer: MetricComparison['answer']): boolean {
  return answer === 'cannot-tell' || answer === 'not-compared';
}

function inWords(metric: MetricComparison): string {
  return `${metric.title} (${formatDifference(metric)})`;
}

function whyUntold(metric: MetricComparison): string {
  const interval = metric.interval === null ? '' : ` (${formatDifference(metric)})`;
  return `${metric.title}${interval}: ${metric.reason}`;
}
