import { expect, test } from 'vitest';
import { variablesOf, withMark, withoutMark } from '../../../src/core/lambda/cold-mark.ts';

const OTHERS = { STAGE: 'staging', REDIS_URL: 'redis://cache' };

test('a mark goes beside the other variables, and is taken out from beside what they are then', () => {
  const marked = withMark(OTHERS, 'mine');
  expect(marked).toEqual({ ...OTHERS, POOLPROOF_COLD: 'mine' });
  expect(withoutMark({ ...marked, STAGE: 'changed', ADDED: 'yes' }, 'mine')).toEqual({
    ...OTHERS,
    STAGE: 'changed',
    ADDED: 'yes',
  });
});

test('nothing is to be done where the mark is there already, is gone, or is that of somebody else', () => {
  expect(withMark({ ...OTHERS, POOLPROOF_COLD: 'mine' }, 'mine')).toBeUndefined();
  expect(withoutMark(OTHERS, 'mine')).toBeUndefined();
  expect(withoutMark({ ...OTHERS, POOLPROOF_COLD: 'theirs' }, 'mine')).toBeUndefined();
});

test('variables that cannot be read are no empty variables', () => {
  expect(variablesOf({})).toEqual({});
  expect(variablesOf({ Environment: { Variables: OTHERS } })).toEqual(OTHERS);
  const problem = { ErrorCode: 'AccessDeniedException', Message: 'Lambda was unable to decrypt' };
  expect(() => variablesOf({ Environment: { Error: problem } })).toThrow(
    'its variables cannot be read, so they could not be kept (AccessDeniedException: Lambda was unable to decrypt). Is the permission kms:Decrypt missing?',
  );
});
