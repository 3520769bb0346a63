import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests of functions. They run one after the other: a process that ran them is ended when the next file is of another project. */
const PURE = 'core/';

/**
 * The files that take longest, in that order. Begun last, one of them would be waited for alone; and where the tests never
 * ran before, Vitest takes the largest file for the longest. While the first of them mostly download, others compute.
 */
const LONGEST = [
  'integration/cold-start-of-a-function',
  'integration/installed',
  'integration/nodes',
  PURE,
  'integration/lambda-meters',
  'integration/lambda-faults',
  'integration/lambda',
  'integration/observe',
  'integration/hostile-api',
  'integration/size',
  'integration/ab',
  'integration/journeys',
  'integration/bad-input',
  'integration/failover-by-commands',
  'conformance/conformance',
  'integration/shared-redis',
  'node/target/main',
  'integration/kills',
  'docs/size-commands',
  'integration/otlp',
  'prove/prove',
  'integration/compare',
  'integration/stop-early',
  'integration/shares',
  'docs/readme-commands',
  'integration/manifests',
  'integration/endings',
  'integration/worlds',
  'integration/failover',
  'node/html-page/explore-in-browser',
  'integration/tail',
  'integration/github-action',
  'integration/leak',
  'integration/first-journey',
  'integration/merge',
  'node/stack/start-stack',
  'node/stack/stack-faults',
  'measured/edge',
  'measured/size-commands',
  'measured/prove',
];

/** Starts what takes longest first, then what Vitest starts first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const file = moduleId.slice(moduleId.lastIndexOf('/tests/') + '/tests/'.length);
      const index = LONGEST.findIndex((name) => file === `${name}.test.ts` || (name === PURE && file.startsWith(PURE)));
      return index < 0 ? LONGEST.length : index;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}
