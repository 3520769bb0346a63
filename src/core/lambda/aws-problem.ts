/** What is known of a call to AWS that failed. */
export interface AwsFailure {
  /** Name of the error, as AWS or its SDK has it. */
  readonly name: string;
  readonly message: string;
  /** Of the system, such as ENOTFOUND. */
  readonly code?: string | undefined;
}

const KINDS: readonly (readonly [RegExp, (failure: AwsFailure, call: AwsCall) => string])[] = [
  [
    /^AccessDenied|^UnauthorizedOperation|^NotAuthorized/,
    ({ message }, { action }) => {
      const [, who = 'these credentials'] = /\bUser: (\S+)/.exec(message) ?? [];
      return `the permission ${action} is missing for ${who}; docs/lambda.md has the policy that is needed`;
    },
  ],
  [
    /^ExpiredToken|^RequestExpired|^TokenRefreshRequired/,
    () => 'the AWS credentials have expired. Get new ones, with aws sso login say',
  ],
  [
    /^UnrecognizedClient|^InvalidClientTokenId|^InvalidSignature|^SignatureDoesNotMatch|^IncompleteSignature|^AuthFailure/,
    ({ message }, { region }) =>
      `AWS does not accept the credentials in the region ${region} (${message}). Check AWS_PROFILE or AWS_ACCESS_KEY_ID, and AWS_REGION`,
  ],
  [
    /^CredentialsProviderError|^TokenProviderError/,
    ({ message }) =>
      /expired/i.test(message)
        ? `the AWS credentials have expired (${message})`
        : `there are no AWS credentials (${message}). Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`,
  ],
  [/^ResourceNotFound/, (_failure, { what, region }) => `there is no ${what} in the region ${region}`],
  [
    /^TooManyRequests|^Throttl|^RequestLimitExceeded|^LimitExceeded/,
    (_failure, { action }) => `AWS refused ${action} because there were too many calls, again and again. Try later`,
  ],
];

/** A call that was made, for the line that tells why it failed. */
export interface AwsCall {
  /** The permission that it takes, such as `lambda:GetFunctionConfiguration`. */
  readonly action: string;
  /** What was asked for, such as `function staging-lego-api`. */
  readonly what: string;
  readonly region: string;
}

/** Why a call failed, as the end of a sentence in one line. */
export function awsProblem(failure: AwsFailure, call: AwsCall): string {
  const { name, message, code } = failure;
  const tell = KINDS.find(([kind]) => kind.test(name))?.[1];
  if (tell !== undefined) return tell(failure, call);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `AWS cannot be reached for ${call.action} (${message}). Is the region ${call.region} right, and is there a network?`;
  }
  return `${call.action} failed: ${message === '' ? name : message}${code === undefined || message.includes(code) ? '' : ` (${code})`}`;
}

/** Whether somebody else changed the thing, or it is being changed: to be tried again on what it is then. */
export function isConflict({ name }: Pick<AwsFailure, 'name'>): boolean {
  return /^(?:PreconditionFailed|ResourceConflict)/.test(name);
}

/** Whether the thing that was asked for is not there. */
export function isNotFound({ name }: Pick<AwsFailure, 'name'>): boolean {
  return name.startsWith('ResourceNotFound');
}
