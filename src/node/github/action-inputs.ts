import { parseEnvironmentFile } from '../environments/parse-environment-file.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { UserError } from '../user-error.ts';

/** What a workflow gives the action (`with:` in action.yml), as GitHub hands it on. */
export interface ActionInputs {
  readonly profile: string;
  /** Settings of the run. */
  readonly variables: Readonly<Record<string, string>>;
  readonly isCommenting: boolean;
  /** Folder of the result that a pull request is compared with, and that a push leaves behind. */
  readonly baseFolder: string;
}

/** @throws UserError with a line for each problem */
export function readActionInputs(env: NodeJS.ProcessEnv): ActionInputs {
  const { INPUT_PROFILE = '', INPUT_VARIABLES = '', INPUT_THRESHOLDS = '', INPUT_COMMENT = '', INPUT_BASE = '' } = env;
  const { variables, problems } = parseEnvironmentFile(INPUT_VARIABLES);
  const all = problems.map((problem) => `variables: ${problem}`);
  if (!/^(?:true|false)$/.test(INPUT_COMMENT))
    all.push(`comment: ${JSON.stringify(INPUT_COMMENT)} is not allowed: give true or false`);
  if (all.length > 0) throw new UserError(all.join('\n'), EXIT_CODE.invalidSettings);
  return {
    profile: INPUT_PROFILE,
    variables: INPUT_THRESHOLDS === '' ? variables : { ...variables, LIMITS: INPUT_THRESHOLDS },
    isCommenting: INPUT_COMMENT === 'true',
    baseFolder: INPUT_BASE,
  };
}
