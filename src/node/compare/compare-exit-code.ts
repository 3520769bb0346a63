import type { Comparison } from '../../core/compare/comparison.ts';
import { EXIT_CODE } from '../exit-code.ts';

/** 0 unless head is worse (99) or nothing can be said (3). */
export function compareExitCode({ answer }: Pick<Comparison, 'answer'>): number {
  if (answer === 'worse') return EXIT_CODE.unhealthy;
  return answer === 'cannot-tell' ? EXIT_CODE.notJudged : EXIT_CODE.healthy;
}
