import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take longest, in that order. Begun last, one of them would be waited for alone; and where the tests never
 * ran before, Vitest takes the largest file for the longest.
 */
const LONGEST = [
  'integration/hostile-api',
  'integration/observe',
  'integration/size',
  'integration/failover-by-commands',
  'integration/installed',
  'integration/journeys',
  'integration/ab',
  'conformance/conformance',
  'integration/bad-input',
  'compare/compare-runs',
  'stack/start-stack',
  'integration/endings',
  'integration/failover',
  'integration/kills',
  'integration/nodes',
];

/** Starts what takes longest first, then what Vitest starts first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const index = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return index < 0 ? LONGEST.length : index;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}
