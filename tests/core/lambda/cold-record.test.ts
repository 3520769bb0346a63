import { expect, test } from 'vitest';
import { type ColdRecord, isOfFunction, parseColdRecord, partsOfArn } from '../../../src/core/lambda/cold-record.ts';

const ARN = 'arn:aws:lambda:eu-central-1:123456789012:function:staging-lego-api';
const RECORD: ColdRecord = {
  functionArn: ARN,
  change: { by: 'environment', mark: 'mine' },
  at: '2026-11-28T08:00:00.000Z',
  pid: 4711,
  host: 'laptop',
};

test.each<ColdRecord>([
  RECORD,
  { ...RECORD, change: { by: 'concurrency', reservedBefore: null } },
  { ...RECORD, change: { by: 'concurrency', reservedBefore: 25 } },
])('$change is read as it was written', (record) => {
  expect(parseColdRecord(JSON.stringify(record))).toEqual(record);
});

test.each([
  ['nothing', ''],
  ['a part', JSON.stringify(RECORD).slice(0, 60)],
  ['no function', { ...RECORD, functionArn: 'staging-lego-api' }],
  ['no change', { ...RECORD, change: undefined }],
  ['no mark', { ...RECORD, change: { by: 'environment' } }],
  ['nothing that was reserved', { ...RECORD, change: { by: 'concurrency' } }],
  ['a reserved concurrency that serves nobody', { ...RECORD, change: { by: 'concurrency', reservedBefore: 0 } }],
  ['nobody who wrote it', { ...RECORD, pid: undefined }],
])('%s is no record', (_what, content) => {
  expect(parseColdRecord(typeof content === 'string' ? content : JSON.stringify(content))).toBeUndefined();
});

test('an ARN is read without its version or alias, and in every part of AWS', () => {
  expect(partsOfArn(`${ARN}:live`)).toEqual({ functionArn: ARN, region: 'eu-central-1', name: 'staging-lego-api' });
  expect(partsOfArn('arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:api').region).toBe('us-gov-west-1');
  expect(() => partsOfArn('staging-lego-api')).toThrow('Cannot read "staging-lego-api" as the ARN of a function');
});

test.each([
  ['staging-lego-api', true],
  ['123456789012:function:staging-lego-api', true],
  [ARN, true],
  ['lego-api', false],
  ['999999999999:function:staging-lego-api', false],
  ['arn:aws:lambda:us-east-1:123456789012:function:staging-lego-api', false],
])('%s means the function of the record: %s', (name, expected) => {
  expect(isOfFunction(RECORD, name)).toBe(expected);
});
