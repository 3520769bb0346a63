import { expect, test } from 'vitest';
import { parseLambdaFunction } from '../../../src/core/lambda/parse-lambda-function.ts';

const ARN = 'arn:aws:lambda:eu-central-1:123456789012:function:staging-lego-api';

test.each([
  ['staging-lego-api', { name: 'staging-lego-api', qualifier: null, region: null, functionName: 'staging-lego-api' }],
  ['api:live', { name: 'api', qualifier: 'live', region: null, functionName: 'api' }],
  ['api:$LATEST', { name: 'api', qualifier: '$LATEST', region: null, functionName: 'api' }],
  [ARN, { name: 'staging-lego-api', qualifier: null, region: 'eu-central-1', functionName: ARN }],
  [`${ARN}:7`, { name: 'staging-lego-api', qualifier: '7', region: 'eu-central-1', functionName: ARN }],
  [
    'arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:api',
    {
      name: 'api',
      qualifier: null,
      region: 'us-gov-west-1',
      functionName: 'arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:api',
    },
  ],
  [
    '123456789012:function:api:live',
    { name: 'api', qualifier: 'live', region: null, functionName: '123456789012:function:api' },
  ],
])('%s names a function', (text, expected) => {
  expect(parseLambdaFunction(text)).toEqual(expected);
});

test('nothing is no function, and no mistake', () => {
  expect(parseLambdaFunction('')).toBeNull();
});

test.each([
  'staging api',
  'api:',
  'api:live:7',
  '/aws/lambda/api',
  'https://api.example.com',
  'arn:aws:lambda:eu-central-1:function:api',
  'arn:aws:s3:::bucket',
  'arn:aws:lambda:eu-central-1:123456789012:layer:api',
])('%s is refused', (text) => {
  expect(parseLambdaFunction(text)).toBeUndefined();
});
