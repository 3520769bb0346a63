import { join } from 'node:path';
import type { SizeAnswer } from '../../core/sizing/size-answer.ts';
import { intervalInWords } from '../../core/sizing/size-words.ts';
import { runSizeWorld, type SizeWorldRun } from './run-size-world.ts';
import { drawSize, type SizeDraw, type SizeWorld } from './size-world.ts';

/** The outcome of one question about the size of a pool. */
export interface SizeProof {
  readonly world: SizeWorld['name'];
  readonly engine: SizeWorldRun['engine'];
  readonly injected: SizeDraw;
  readonly size: number | null;
  readonly interval: SizeAnswer['interval'];
  /** What was said where there is no size. */
  readonly why?: string;
  /** Whether it is within one of the truth. */
  readonly isRight: boolean;
}

/** One answer of so many may be further from the truth than one. */
const OFF_ONCE_IN = 20;

export async function proveSize(
  { world, engine, time }: Pick<SizeWorldRun, 'world' | 'engine'> & { readonly time: number },
  parent: string,
  signal: AbortSignal,
): Promise<SizeProof> {
  const injected = drawSize(world, time);
  const folder = join(parent, `${world.name}-${engine}-${time}`);
  const answer = await runSizeWorld({ world, engine, drawn: injected, folder, signal });
  const { size = null, interval = null } = answer ?? {};
  const isRight = size !== null && Math.abs(size - injected.truth) <= 1;
  const why = size === null ? { why: answer?.sentence ?? 'no answer, see output.log' } : {};
  return { world: world.name, engine, injected, size, interval, isRight, ...why };
}

export function renderSizeProof({ world, engine, injected, size, interval, isRight, why }: SizeProof): string {
  const { ratePerSecond, holdMs, truth } = injected;
  const range = interval === null ? '' : ` (${intervalInWords(interval)})`;
  const right = isRight ? 'right' : 'WRONG';
  return `${world.padEnd(15)} ${engine.padEnd(9)} ${right}  ${ratePerSecond} requests/s, loans of ${holdMs} ms: ${truth} → ${size ?? `nothing (${why})`}${range}`;
}

/** `20 of 20 pool sizes within one of the truth, 17 of them exact`. */
export function renderSizeCounts(proofs: readonly SizeProof[]): string {
  const right = proofs.filter(({ isRight }) => isRight).length;
  const exact = proofs.filter(({ size, injected }) => size === injected.truth).length;
  const lost = proofs.filter(({ size }) => size === null).length;
  const without = lost === 0 ? '' : `, ${lost} without an answer`;
  return `${right} of ${proofs.length} pool sizes within one of the truth, ${exact} of them exact${without}`;
}

/** 19 of 20 are what is claimed: of fewer, all. */
export function areSizesRight(proofs: readonly SizeProof[]): boolean {
  return proofs.filter(({ isRight }) => !isRight).length <= Math.floor(proofs.length / OFF_ONCE_IN);
}
