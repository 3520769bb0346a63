import { expect, test } from 'vitest';
import { awsProblem } from '../../../src/core/lambda/aws-problem.ts';

const CALL = { action: 'lambda:GetFunctionConfiguration', what: 'function api', region: 'eu-central-1' };

test.each([
  [
    {
      name: 'AccessDeniedException',
      message:
        'User: arn:aws:iam::123456789012:user/ci is not authorized to perform: lambda:GetFunctionConfiguration on resource: x',
    },
    'the permission lambda:GetFunctionConfiguration is missing for arn:aws:iam::123456789012:user/ci; docs/lambda.md has the policy that is needed',
  ],
  [
    { name: 'ExpiredTokenException', message: 'x' },
    'the AWS credentials have expired. Get new ones, with aws sso login say',
  ],
  [{ name: 'ExpiredToken', message: 'x' }, 'the AWS credentials have expired. Get new ones, with aws sso login say'],
  [
    { name: 'CredentialsProviderError', message: 'Token is expired. To refresh this SSO session run aws sso login' },
    'the AWS credentials have expired (Token is expired. To refresh this SSO session run aws sso login)',
  ],
  [
    { name: 'CredentialsProviderError', message: 'Could not load credentials from any providers' },
    'there are no AWS credentials (Could not load credentials from any providers). Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  ],
  [{ name: 'ResourceNotFoundException', message: 'x' }, 'there is no function api in the region eu-central-1'],
  [
    { name: 'TooManyRequestsException', message: 'Rate exceeded' },
    'AWS refused lambda:GetFunctionConfiguration because there were too many calls, again and again. Try later',
  ],
  [
    { name: 'Error', message: 'getaddrinfo ENOTFOUND lambda.eu-nowhere-1.amazonaws.com', code: 'ENOTFOUND' },
    'AWS cannot be reached for lambda:GetFunctionConfiguration (getaddrinfo ENOTFOUND lambda.eu-nowhere-1.amazonaws.com). Is the region eu-central-1 right, and is there a network?',
  ],
  [
    { name: 'Error', message: 'connect ECONNREFUSED 127.0.0.1:9', code: 'ECONNREFUSED' },
    'lambda:GetFunctionConfiguration failed: connect ECONNREFUSED 127.0.0.1:9',
  ],
  [{ name: 'UnknownError', message: '' }, 'lambda:GetFunctionConfiguration failed: UnknownError'],
])('%j is told in one line', (failure, line) => {
  expect(awsProblem(failure, CALL)).toBe(line);
});

test('credentials that AWS does not know name the region: it may be one that is not enabled', () => {
  const failure = {
    name: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
  };
  expect(awsProblem(failure, CALL)).toContain('AWS does not accept the credentials in the region eu-central-1');
});
