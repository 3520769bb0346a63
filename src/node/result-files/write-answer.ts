import { relative } from 'node:path';
import { replaceFiles } from './replace-file.ts';
import { addToStepSummary } from './tell-github.ts';
import { unwritten } from './write-results.ts';

/** What a command found that runs a load several times, or compares what is there. */
interface Answer {
  /** Of its files, without their ends. */
  readonly name: string;
  /** What it is called in the line that says where it lies. */
  readonly title: string;
  readonly json: unknown;
  readonly markdown: string;
  /** For the terminal. */
  readonly page: string;
}

/**
 * Says an answer, and writes it to a folder, as JSON and as Markdown; in a job of GitHub Actions, there as well.
 *
 * @param openFolder is asked for the folder when all has been said: an answer is worth reading where it cannot be written
 * @returns whether all was written
 */
export function writeAnswer(
  { name, title, json, markdown, page }: Answer,
  openFolder: () => string,
  { env, say }: { env: NodeJS.ProcessEnv; say: (line: string) => void },
): boolean {
  say('');
  say(page);
  addToStepSummary(markdown, env, say);
  const folder = openFolder();
  const problems = replaceFiles(folder, {
    [`${name}.json`]: () => `${JSON.stringify(json, null, 2)}\n`,
    [`${name}.md`]: () => markdown,
  });
  const where = `poolproof: ${title} in ${relative(process.cwd(), folder) || '.'}/ (${name}.json, ${name}.md)`;
  say(problems.length === 0 ? where : unwritten(folder, problems));
  return problems.length === 0;
}
