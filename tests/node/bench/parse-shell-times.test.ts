import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { parseShellTimes } from '../../../src/node/bench/parse-shell-times.ts';

test('parseShellTimes() adds user and system of what the shell waited for', () => {
  expect(parseShellTimes('0m0.000000s 0m0.000000s\n1m2.500000s 0m0.250000s\n')).toBe(62_750);
  expect(parseShellTimes('0m0.004s 0m0.000s\n0m0.560s 0m0.010s\n')).toBe(570);
  expect(parseShellTimes('0m0.000000s 0m0.000000s\n')).toBeUndefined();
});

test('parseShellTimes() reads what the shell of this machine prints', () => {
  const spin = 'const end = process.cpuUsage().user + 2e5; while (process.cpuUsage().user < end);';
  const text = execFileSync('sh', ['-c', '"$@"; times', 'sh', process.execPath, '-e', spin], { encoding: 'utf8' });
  expect(parseShellTimes(text)).toBeGreaterThanOrEqual(200);
});
