import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

/**
 * Closes the run with `N passed, N failed, N skipped`, counted from the runner's own results, and names before that what
 * passed only when it was tried again, and why.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) counts[test.result().state] += 1;
      // A file that does not even load has no test to fail.
      if (!module.ok() && !tests.some((test) => test.result().state === 'failed')) counts.failed += 1;
      for (const test of tests.filter((each) => each.diagnostic()?.flaky)) process.stdout.write(triedAgain(test));
    }
    process.stdout.write(
      `\n${counts.passed} passed, ${counts.failed + counts.pending} failed, ${counts.skipped} skipped\n`,
    );
  }
}

function triedAgain(test: TestCase): string {
  const [firstError] = test.result().errors ?? [];
  const [reason = 'no reason given'] = (firstError?.message ?? '').split('\n');
  return `passed when tried again: ${test.module.relativeModuleId} > ${test.fullName}: ${reason}\n`;
}
