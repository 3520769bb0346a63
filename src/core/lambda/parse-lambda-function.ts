/** A function of AWS Lambda, as LAMBDA_FUNCTION names it. */
export interface LambdaName {
  /** Name of the function without its qualifier. */
  readonly name: string;
  /** An alias, a version, or `$LATEST`; null when none was given. */
  readonly qualifier: string | null;
  /** Of an ARN; null when a name was given. */
  readonly region: string | null;
  /** What Lambda takes for FunctionName: the name, or the ARN without its qualifier. */
  readonly functionName: string;
}

// What Lambda itself takes: a name, a partial ARN (account:function:name) or an ARN, each with a qualifier or without.
const LAMBDA_FUNCTION =
  /^(?<where>(?:arn:(?:aws[a-z-]*):lambda:(?<region>[a-z]{2}(?:-[a-z]+)+-\d):)?(?:\d{12}:function:)?)(?<name>[\w-]{1,140})(?::(?<qualifier>\$LATEST|[\w-]{1,128}))?$/;
const ARN_WITHOUT_ACCOUNT = /^arn:[^:]*:lambda:[^:]*:(?!\d{12}:)/;

/** Empty for none: null. @returns undefined when the text names no function */
export function parseLambdaFunction(text: string): LambdaName | null | undefined {
  if (text === '') return null;
  const { where = '', region = null, name = '', qualifier = null } = LAMBDA_FUNCTION.exec(text)?.groups ?? {};
  if (name === '' || ARN_WITHOUT_ACCOUNT.test(text)) return undefined;
  return { name, qualifier, region, functionName: `${where}${name}` };
}
