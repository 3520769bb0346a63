import { environmentOf, nameOf, type PodPlan, resourcesOf } from './pod-plan.ts';

/** What a ConfigMap holds at most. */
export const MOST_CONFIG_MAP_BYTES = 1_048_576;

/** The bundle for the pods of the k6 operator. */
export function bundleConfigMap(plan: Pick<PodPlan, 'profile'>, bundle: string) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: nameOf(plan) },
    data: { [`${plan.profile}.js`]: bundle },
  };
}

/** A TestRun of the k6 operator: it names its pods so that the bundle knows which share each has. */
export function testRun(plan: PodPlan & { readonly k6Image: string }) {
  const { profile, shares, k6Image } = plan;
  return {
    apiVersion: 'k6.io/v1alpha1',
    kind: 'TestRun',
    metadata: { name: nameOf(plan) },
    spec: {
      parallelism: shares,
      arguments: '--quiet',
      script: { configMap: { name: nameOf(plan), file: `${profile}.js` } },
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
