import { SYSTEM_TAGS_FOR_CLOUD } from '../../core/metrics/system-tags.ts';

/** Has k6 send the samples of a run to Grafana Cloud as well, where CLOUD=results asks for it. */
export function withCloudOutput(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  // k6 takes a variable of this name for JSON of its own.
  const { CLOUD, ...rest } = env;
  if (!CLOUD) return rest;
  const { K6_OUT, CLOUD_PROJECT } = env;
  return {
    ...rest,
    K6_OUT: K6_OUT ? `cloud,${K6_OUT}` : 'cloud',
    K6_SYSTEM_TAGS: SYSTEM_TAGS_FOR_CLOUD.join(),
    ...(CLOUD_PROJECT && { K6_CLOUD_PROJECT_ID: CLOUD_PROJECT }),
  };
}
