import type { SizeAnswer } from '../../core/sizing/size-answer.ts';
import { EXIT_CODE } from '../exit-code.ts';

/** 0 for a size that all instances can have; 99 where no pool holds or Redis has no room for all, 3 where nothing can be said. */
export function sizeExitCode({ answer, fleet }: Pick<SizeAnswer, 'answer' | 'fleet'>): number {
  if (answer === 'none-holds' || fleet?.fits === false) return EXIT_CODE.unhealthy;
  return answer === 'cannot-tell' || fleet?.fits === null ? EXIT_CODE.notJudged : EXIT_CODE.healthy;
}
