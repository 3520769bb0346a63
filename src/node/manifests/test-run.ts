import { bundleFileOf, environmentOf, nameOf, type PodPlan, resourcesOf } from './pod-plan.ts';

export interface TestRunPlan extends PodPlan {
  readonly k6Image: string;
}

/** A TestRun of the k6 operator: it names its pods so that the bundle knows which share each has. */
export function testRun(plan: TestRunPlan) {
  const { shares, k6Image } = plan;
  return {
    apiVersion: 'k6.io/v1alpha1',
    kind: 'TestRun',
    metadata: { name: nameOf(plan) },
    spec: {
      parallelism: shares,
      arguments: '--quiet',
      script: { configMap: { name: nameOf(plan), file: bundleFileOf(plan) } },
      // It only looks at the script, in a pod whose name tells no share.
      initializer: { image: k6Image, ...environmentOf(plan, { SHARE: `1/${shares}` }) },
      runner: {
        image: k6Image,
        ...environmentOf(plan, { SHARES: `${shares}` }),
        resources: resourcesOf(plan, 'k6'),
      },
    },
  };
}
