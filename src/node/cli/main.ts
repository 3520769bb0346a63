import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { printablePage } from '../../core/text/printable.ts';
import { type GivenVariables, withEnvironment } from '../environments/with-environment.ts';
import { withLimitsFile } from '../settings/read-limits-file.ts';
import { UserError } from '../user-error.ts';
import { abortOnSignals } from './abort-on-signals.ts';
import { COMMANDS, type CommandEntry } from './commands.ts';
import { mayColor } from './may-color.ts';
import { variablesGivenToMake } from './variables-given-to-make.ts';

const SYSTEM_ERROR = 1;
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

// The reader of our output may leave (`| head`), but the run goes on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const enableColors = mayColor(process.stdout, process.env);

const program = new Command('poolproof')
  .description('Does the Redis connection pool behind your HTTP API hold under load?')
  .version(version);

for (const entry of COMMANDS) {
  const { name, about, argument } = entry;
  const command = program.command(name).description(about);
  if (argument) command.argument(argument.name, argument.about, argument.fallback);
  command.action((given: unknown) => runCommand(entry, argument ? `${given}` : ''));
}

try {
  await program.parseAsync();
} catch (error) {
  // The user's problems are one line each; a stack trace is for ours.
  const text = error instanceof UserError ? error.message : error instanceof Error ? error.stack : error;
  process.stderr.write(`${printablePage(`${text}`)}\n`);
  process.exitCode = error instanceof UserError ? error.exitCode : SYSTEM_ERROR;
  process.exit();
}

async function runCommand({ endsInOrder, variables, run }: CommandEntry, argument: string): Promise<void> {
  const stop = endsInOrder ? abortOnSignals() : undefined;
  const signal = stop ?? new AbortController().signal;
  const exitCode = await run({ ...readVariables(variables), version, say, enableColors, signal }, argument);
  process.exitCode = typeof exitCode === 'number' ? exitCode : 0;
  stop?.release();
}

function readVariables(which: CommandEntry['variables']): GivenVariables {
  const typed = { env: process.env, givenVariables: variablesGivenToMake(process.env) };
  if (which === 'typed') return typed;
  const { env, givenVariables } = withEnvironment(typed, say);
  return { env: withLimitsFile(env), givenVariables: which === 'of ENV' ? givenVariables : typed.givenVariables };
}

function say(line: string): void {
  process.stdout.write(`${printablePage(line)}\n`);
}
