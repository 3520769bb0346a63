import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { DOWNLOADS, runCommand, temporaryFolder } from './run-poolproof.ts';

const WORKDIR = '/poolproof';

/**
 * Does in folders what Docker does in images: the COPY and RUN of each stage of a Dockerfile, which are commands of a shell then.
 *
 * @param context the folder that `docker build` is given
 * @param packages that npm finds installed already
 * @returns the folder that would be /poolproof of the image
 */
export async function playDockerfile(file: string, context: string, packages: string): Promise<string> {
  const stages = readFileSync(file, 'utf8')
    .split(/^FROM /m)
    .slice(1);
  const built = new Map<string, string>();
  let folder = '';
  for (const stage of stages) {
    folder = temporaryFolder();
    if (built.size === 0) cpSync(packages, join(folder, 'node_modules'), { recursive: true, verbatimSymlinks: true });
    const [, name = ''] = /^\S+ AS (\S+)/.exec(stage) ?? [];
    for (const [, kind, from, args = ''] of stage.matchAll(/^(COPY|RUN) (?:--from=(\S+) )?(.+)$/gm)) {
      const there = from === undefined ? '' : (built.get(from) ?? expect.fail(`there is no stage ${from}`));
      const command =
        kind === 'RUN' ? inFolders(args, folder) : copying(args.replaceAll(WORKDIR, there), context, folder);
      const { exitCode, output } = await runCommand('bash', ['-ec', command], DOWNLOADS);
      expect(exitCode, `${args}: ${output}`).toBe(0);
    }
    built.set(name, folder);
  }
  return folder;
}

/** Of the folders of an image there is only the one that all is in. */
function inFolders(run: string, folder: string): string {
  return `cd '${folder}' && ${run.includes('chown') ? 'true' : run}`;
}

/** What matches no file is left out, as Docker does it where one of several matches. */
function copying(args: string, context: string, folder: string): string {
  const words = args.split(' ');
  const to = `'${folder}/${words.at(-1)}'`;
  const [first = ''] = words;
  // A folder is copied with what is in it, to a folder of the name that is given.
  const from = words.length === 2 && !first.includes('.json') ? [`${first}/.`] : words.slice(0, -1);
  const makes = from[0]?.endsWith('/.') ? `mkdir -p ${to}; ` : '';
  return `shopt -s nullglob; cd '${context}'; ${makes}cp -r ${from.join(' ')} ${to}`;
}
