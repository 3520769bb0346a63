import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take longest, in that order. Begun last, one of them would be waited for alone; and where the tests never
 * ran before, Vitest takes the largest file for the longest.
 */
const LONGEST = [
  'integration/lambda-faults',
  'integration/observe',
  'integration/lambda',
  'integration/size',
  'integration/ab',
  'integration/failover-by-commands',
  'integration/kills',
  'integration/bad-input',
  'docs/size-commands',
  'integration/failover',
  'prove/prove',
  'integration/hostile-api',
  'integration/journeys',
  'integration/installed',
  'integration/endings',
  'integration/shared-redis',
  'integration/stop-early',
  'integration/otlp',
  'conformance/conformance',
  'integration/worlds',
  'integration/nodes',
  'integration/leak',
  'docs/readme-commands',
  'compare/compare-runs',
  'measured/edge',
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
