import { readFileSync } from 'node:fs';

/** The commands that docs/size.md shows first: local stacks, a command that starts the API, and an API that is left alone. */
const [block = ''] = /(?<=```sh\n)make size[^`]+/.exec(readFileSync('docs/size.md', 'utf8')) ?? [];
const [ofStacks = '', ofCommand = '', ofRunning = '', ...others] = block.trim().split('\n');
if (ofRunning === '' || others.length > 0)
  throw new Error(`docs/size.md shows other commands than are tested:\n${block}`);

export const SIZE_COMMANDS = { ofStacks, ofCommand, ofRunning } as const;
