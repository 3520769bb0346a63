import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take longest, in that order. Begun last, one of them would be waited for alone; and where the tests never
 * ran before, Vitest takes the largest file for the longest.
 */
const LONGEST = [
  'integration/cold-start-of-a-function',
  'integration/installed',
  'integration/nodes',
  'integration/lambda-faults',
  'integration/observe',
  'integration/size',
  'integration/journeys',
  'integration/ab',
  'integration/hostile-api',
  'integration/otlp',
  'integration/worlds',
  'integration/lambda',
  'conformance/conformance',
  'integration/endings',
  'docs/size-commands',
  'integration/lambda-meters',
  'integration/failover-by-commands',
  'docs/readme-commands',
  'prove/prove',
  'integration/bad-input',
  'integration/shares',
  'node/stack/start-stack',
  'integration/failover',
  'integration/shared-redis',
  'engine/main',
  'integration/stop-early',
  'integration/kills',
  'node/html-page/explore-in-browser',
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
