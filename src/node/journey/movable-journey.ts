import { movableOptions } from './link-options.ts';

/**
 * A journey with all that it imports, as the text of one file: a JOURNEY for machines that do not have the user's folder.
 *
 * @param file JOURNEY, which has been linked before, so that nothing is wrong with it
 * @returns undefined where there is none
 */
export async function movableJourney(file = ''): Promise<string | undefined> {
  if (file === '') return undefined;
  // Only who has a journey of his own waits for what builds it.
  const { build } = await import('esbuild');
  const { outputFiles = [] } = await build({ ...movableOptions(file), logLevel: 'silent' });
  return outputFiles[0]?.text;
}
