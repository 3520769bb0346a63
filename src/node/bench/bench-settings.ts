import { HIGHEST_RATE } from '../../core/settings/highest-rate.ts';
import { k6OutputProblems, k6VariableProblems } from '../../core/settings/k6-variables.ts';
import { wholeNumber } from '../../core/settings/parsers.ts';
import type { Environment, ValuesOf, Variable } from '../../core/settings/variable.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { COMMAND_VARIABLES } from '../settings/command-variables.ts';
import { readVariables } from '../settings/read-variables.ts';
import { UserError } from '../user-error.ts';
import { TOOL_NAMES, type ToolName } from './tool.ts';

/** What `make bench` and `make bench-truth` can be told. */
const BENCH_VARIABLES = {
  tools: {
    name: 'BENCH_TOOLS',
    fallback: TOOL_NAMES.join(','),
    allowed: `give names out of ${TOOL_NAMES.join(', ')}`,
    parse: parseTools,
  },
  rates: {
    name: 'BENCH_RATES',
    fallback: '50,500,2000',
    allowed: `give whole numbers from 1 to ${HIGHEST_RATE}, separated by commas`,
    parse: parseRates,
  },
  seconds: {
    name: 'BENCH_SECONDS',
    fallback: '3',
    allowed: 'give whole seconds from 1 to 60',
    parse: wholeNumber(1, 60),
  },
  repeat: {
    name: 'BENCH_REPEAT',
    fallback: '3',
    allowed: 'give a whole number from 1 to 20',
    parse: wholeNumber(1, 20),
  },
  resultsDir: COMMAND_VARIABLES.resultsDir,
} as const satisfies Readonly<Record<string, Variable<unknown>>>;

export type BenchSettings = ValuesOf<typeof BENCH_VARIABLES>;

/** A thousandth of what is sent must be some requests, where the latencies of nearly all of them are compared. */
const SECONDS = { speed: BENCH_VARIABLES.seconds.fallback, truth: '30' };

/** What the user set for a bench. @throws UserError with a line for each problem */
export function readBenchSettings(
  bench: keyof typeof SECONDS,
  env: Environment,
  given: readonly string[],
): BenchSettings {
  const problems = [...k6VariableProblems(env), ...k6OutputProblems(env)];
  if (problems.length > 0) throw new UserError(problems.join('\n'), EXIT_CODE.invalidSettings);
  return readVariables('bench', BENCH_VARIABLES, { ...env, BENCH_SECONDS: env.BENCH_SECONDS || SECONDS[bench] }, given);
}

function parseTools(text: string): readonly ToolName[] | undefined {
  const names = text.split(',').map((name) => name.trim());
  const tools = TOOL_NAMES.filter((name) => names.includes(name));
  return tools.length === new Set(names).size ? tools : undefined;
}

function parseRates(text: string): readonly number[] | undefined {
  const rates = text.split(',').map((rate) => wholeNumber(1, HIGHEST_RATE)(rate.trim()));
  const valid = rates.filter((rate) => rate !== undefined);
  return valid.length === rates.length ? valid : undefined;
}
