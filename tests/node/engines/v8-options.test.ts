import { describe, expect, test } from 'vitest';
import { v8Options } from '../../../src/node/engines/v8-options.ts';

describe('v8Options()', () => {
  test('names those that the version of Node.js has', () => {
    const ofAll = ['--max-semi-space-size=4', '--expose-gc', '--no-memory-reducer', '--no-parallel-scavenge'];
    expect(v8Options('20.19.0')).toEqual([...ofAll, '--interrupt-budget=1000000']);
    expect(v8Options('22.23.3')).toEqual([...ofAll, '--invocation-count-for-turbofan=3000']);
    expect(v8Options('24.0.0')).toEqual(ofAll);
  });

  test('names none that V8 may have dropped in a version that nobody has tried', () => {
    expect(v8Options('99.0.0')).toEqual(['--max-semi-space-size=4', '--expose-gc']);
  });
});
