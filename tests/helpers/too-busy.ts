import type { TestContext } from 'vitest';
import type { CommandRun } from './run-poolproof.ts';

/**
 * Why a run that measures tells nothing: the product itself found its load generator too late. The machine did something else
 * meanwhile, so the test is skipped with this reason; it neither fails nor is tried until it passes.
 */
function whyTooBusy({ output, result }: Pick<CommandRun, 'output' | 'result'>): string | undefined {
  const late = result?.rules.find(({ about, status }) => about === 'generator' && status === 'fail');
  if (late !== undefined) return `the machine was too busy: ${late.title} was ${late.actual} ms, limit ${late.limit}`;
  const [said] = /generator-overloaded[^\n]*|Insufficient CPU[^\n"]*/.exec(output) ?? [];
  return said === undefined ? undefined : `the machine was too busy: ${said.trim()}`;
}

/** Skips the test when its run tells nothing. */
export function skipIfTooBusy({ skip }: TestContext, run: Pick<CommandRun, 'output' | 'result'>): void {
  const reason = whyTooBusy(run);
  if (reason !== undefined) skip(reason);
}
