import { COMMAND_MB, environmentOf, journeyNameOf, nameOf, type PodPlan, resourcesOf } from './pod-plan.ts';

interface JobPlan extends PodPlan {
  readonly image: string;
  /** UTC, ISO 8601: when all of them start. */
  readonly startAt: string;
  /** PersistentVolumeClaim for results; empty for none. */
  readonly claim: string;
}

/** Where the journey is in a pod. */
const JOURNEY_FOLDER = '/journey';

/** An Indexed Job: each pod runs the command with the share that its index tells, all from the same moment on. */
export function indexedJob(plan: JobPlan) {
  const { profile, shares, image, startAt, claim, journey, engine } = plan;
  const labels = { 'app.kubernetes.io/name': 'poolproof', 'app.kubernetes.io/instance': nameOf(plan) };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: nameOf(plan), labels },
    spec: {
      completionMode: 'Indexed',
      completions: shares,
      parallelism: shares,
      // A pod that starts again would send its share when the others are done.
      backoffLimit: 0,
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: 'Never',
          automountServiceAccountToken: false,
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: 'kubernetes.io/hostname',
              whenUnsatisfiable: 'ScheduleAnyway',
              labelSelector: { matchLabels: labels },
            },
          ],
          containers: [
            {
              name: 'poolproof',
              image,
              args: ['run', profile],
              ...environmentOf(plan, {
                SHARES: `${shares}`,
                START_AT: startAt,
                RESULTS_DIR: '/results',
                ...(journey && { JOURNEY: `${JOURNEY_FOLDER}/${journey.file}` }),
              }),
              resources: resourcesOf(plan, engine, COMMAND_MB),
              volumeMounts: [
                { name: 'results', mountPath: '/results' },
                ...(journey === undefined ? [] : [{ name: 'journey', mountPath: JOURNEY_FOLDER, readOnly: true }]),
              ],
            },
          ],
          volumes: [
            { name: 'results', ...(claim === '' ? { emptyDir: {} } : { persistentVolumeClaim: { claimName: claim } }) },
            ...(journey === undefined ? [] : [{ name: 'journey', configMap: { name: journeyNameOf(plan) } }]),
          ],
        },
      },
    },
  };
}
