import { setField } from '../core/records/named-fields.ts';
import { K6_VARIABLES } from '../core/settings/k6-variables.ts';

/** What the engine was called to do. */
export type EngineCommand =
  | { readonly command: 'version' }
  | {
      readonly command: 'run' | 'inspect';
      readonly scriptFile: string;
      /** Given with -e, laid over the environment of the process. */
      readonly env: Readonly<Record<string, string>>;
      readonly isQuiet: boolean;
      readonly noColor: boolean;
      /** Given with --execution-segment and --execution-segment-sequence, laid over the options of the script. */
      readonly segment: Readonly<Record<string, string>>;
      /** File or pipe that takes the run over time, a part each second; `--out series=FILE`. */
      readonly seriesFile: string | undefined;
    };

const SEGMENT_OPTIONS: Readonly<Record<string, string>> = {
  'execution-segment': 'executionSegment',
  'execution-segment-sequence': 'executionSegmentSequence',
};
const REMEDY = 'put it into the options of the script, or install k6';
const USAGE =
  'Usage: engine run [-e NAME=VALUE]... [--out series=FILE] [--quiet] [--no-color] SCRIPT | inspect SCRIPT | version';

/**
 * Reads the command line, which is that of `k6 run` as far as the engine goes.
 *
 * @throws Error when something is asked for that only k6 can do.
 */
export function parseArguments(args: readonly string[], environment: NodeJS.ProcessEnv): EngineCommand {
  const [command, ...rest] = args;
  if (command === 'version') return { command };
  if (command !== 'run' && command !== 'inspect') {
    throw new Error(`Cannot do "${command ?? ''}": the embedded engine has only run, inspect and version. ${USAGE}`);
  }
  for (const name of K6_VARIABLES) {
    if (environment[name]) throw new Error(`Cannot apply ${name}: the embedded engine does not read it; ${REMEDY}`);
  }

  const env: Record<string, string> = {};
  const files: string[] = [];
  let isQuiet = false;
  let seriesFile: string | undefined;
  const segment: Record<string, string> = {};
  for (const option of Object.keys(SEGMENT_OPTIONS)) {
    const value = environment[`K6_${option.replaceAll('-', '_').toUpperCase()}`];
    if (value) segment[SEGMENT_OPTIONS[option] ?? ''] = value;
  }
  let noColor = Boolean(environment.K6_NO_COLOR ?? environment.NO_COLOR);
  for (let index = 0; index < rest.length; index++) {
    const argument = rest[index] ?? '';
    const [, inlineVariable] = /^(?:-e=?|--env=)(.+)$/.exec(argument) ?? [];
    const [, flag, inlineValue] = /^--(execution-segment(?:-sequence)?)(?:=(.*))?$/.exec(argument) ?? [];
    const segmentOption = SEGMENT_OPTIONS[flag ?? ''];
    if (segmentOption !== undefined) segment[segmentOption] = inlineValue ?? rest[++index] ?? '';
    else if (argument === '-q' || argument === '--quiet') isQuiet = true;
    else if (argument === '--no-color') noColor = true;
    else if (inlineVariable !== undefined) addVariable(env, inlineVariable);
    else if (argument === '-e' || argument === '--env') addVariable(env, rest[++index] ?? '');
    else if (argument === '--out' || argument === '-o') seriesFile = seriesFileOf(rest[++index] ?? '');
    else if (argument.startsWith('-')) {
      throw new Error(
        `Cannot apply flag "${argument}": the embedded engine has only -e, --out, --execution-segment, --execution-segment-sequence, --quiet and --no-color; ${REMEDY}`,
      );
    } else files.push(argument);
  }
  const [scriptFile] = files;
  if (scriptFile === undefined || files.length > 1) {
    throw new Error(`Cannot ${command} ${files.length} scripts: name one. ${USAGE}`);
  }
  return { command, scriptFile, env, isQuiet, noColor, seriesFile, segment };
}

function seriesFileOf(output: string): string {
  const [, file] = /^series=(.+)$/.exec(output) ?? [];
  if (file === undefined) {
    throw new Error(`Cannot write to output "${output}": the embedded engine has only series=FILE; ${REMEDY}`);
  }
  return file;
}

function addVariable(env: Record<string, string>, assignment: string): void {
  const at = assignment.indexOf('=');
  if (at < 1) throw new Error(`Cannot set variable "${assignment}": expected -e NAME=VALUE`);
  setField(env, assignment.slice(0, at), assignment.slice(at + 1));
}
