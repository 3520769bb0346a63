import type { CommandCall } from '../command-call.ts';

/** A command, as `poolproof --help` lists it. */
export interface CommandEntry {
  readonly name: string;
  readonly about: string;
  readonly argument?: { readonly name: string; readonly about: string; readonly fallback?: string };
  /**
   * Which variables it has: those that are typed, or those of the environment that ENV names as well. A command that looks at
   * few of these minds only misspelt ones that are typed.
   */
  readonly variables: 'typed' | 'of ENV' | 'of ENV, checked as typed';
  /** Ctrl-C lets it end in order. */
  readonly endsInOrder: boolean;
  /** Loads it, which no other command need wait for, and runs it. @returns the exit code, where it is not always 0 */
  readonly run: (call: CommandCall, argument: string) => Promise<number> | Promise<void>;
}

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'run',
    about: 'run a profile; settings come from environment variables, see docs/settings.md',
    argument: { name: '<profile>', about: 'name of a bundle in dist/k6, such as load' },
    variables: 'of ENV',
    endsInOrder: true,
    async run(call, profile) {
      const { runProfile } = await import('../run/run-profile.ts');
      // Both, or a line would go elsewhere while the bar stays.
      const terminal = process.stdout.isTTY && process.stderr.isTTY ? process.stderr : undefined;
      return runProfile({ ...call, profile, terminal });
    },
  },
  {
    name: 'cloud',
    about: 'run a profile (PROFILE=load) in Grafana Cloud k6; see docs/cloud.md',
    variables: 'of ENV',
    endsInOrder: true,
    run: async (call) => (await import('../cloud/run-in-cloud.ts')).runInCloud(call),
  },
  {
    name: 'bundle',
    about: 'write the k6 script of PROFILE (load) with the journey JOURNEY to this folder; see docs/k6.md',
    variables: 'of ENV',
    endsInOrder: false,
    run: async (call) => (await import('../run/write-bundle.ts')).writeBundle(call),
  },
  {
    name: 'stack',
    about: 'run the local stack alone until Ctrl-C, for a load from another terminal',
    variables: 'of ENV',
    endsInOrder: true,
    run: async (call) => (await import('../run/run-stack.ts')).runStack(call),
  },
  {
    name: 'tail',
    about: 'follow the log of a function of AWS Lambda (LAMBDA_FUNCTION, FILTER) until Ctrl-C; see docs/lambda.md',
    variables: 'of ENV, checked as typed',
    endsInOrder: true,
    run: async (call) => (await import('../lambda/tail.ts')).tail(call),
  },
  {
    name: 'prove',
    about: 'break a local stack in every known way and check the verdicts; see docs/prove.md',
    variables: 'typed',
    endsInOrder: true,
    run: async (call) => (await import('../prove/prove.ts')).prove(call),
  },
  {
    name: 'report',
    about: 'render the reports of a run again, beside its result.json, and print its page',
    argument: { name: '<result>', about: 'path of a result.json, or of the folder that holds one' },
    variables: 'typed',
    endsInOrder: false,
    run: async ({ enableColors, say }, path) =>
      (await import('../result-files/render-again.ts')).renderAgain(path, enableColors, say),
  },
  {
    name: 'comment',
    about: 'comment on the pull or merge request of this CI job (RESULT, COMPARISON); see docs/ci.md',
    variables: 'typed',
    endsInOrder: false,
    run: async (call) => (await import('../review/comment.ts')).comment(call),
  },
  {
    name: 'github-action',
    about: 'what action.yml of this repository does in a job of GitHub Actions; see docs/ci.md',
    variables: 'typed',
    endsInOrder: true,
    run: async (call) => (await import('../github/run-action.ts')).runAction(call),
  },
  {
    name: 'history',
    about: 'write one page over all results (RESULTS_DIR); see docs/history.md',
    variables: 'typed',
    endsInOrder: false,
    run: async (call) => (await import('../history/history.ts')).history(call),
  },
  {
    name: 'journey',
    about: 'write a first journey from a HAR file or a document of OpenAPI (FROM=api.har); see docs/journeys.md',
    variables: 'typed',
    endsInOrder: false,
    run: async (call) => (await import('../first-journey/write-journey.ts')).writeJourney(call),
  },
  {
    name: 'bench',
    about:
      'measure the embedded engine, and beside it k6, a bare loop, Artillery and autocannon where found; see docs/bench.md',
    argument: { name: '[bench]', about: 'speed or truth', fallback: 'speed' },
    variables: 'typed',
    endsInOrder: true,
    run: async (call, name) => (await import('../bench/bench.ts')).bench({ ...call, bench: name }),
  },
  {
    name: 'compare',
    about: 'compare results (BASE=… HEAD=…); see docs/compare.md',
    variables: 'typed',
    endsInOrder: false,
    run: async (call) => (await import('../compare/compare.ts')).compare(call),
  },
  {
    name: 'manifests',
    about: 'what Kubernetes needs to run a profile in several pods; see docs/several-machines.md',
    variables: 'of ENV',
    endsInOrder: false,
    run: async (call) => (await import('../manifests/write-manifests.ts')).writeManifests(call),
  },
  {
    name: 'merge',
    about: 'one result of all shares of a run (RESULTS="a b c d"); see docs/several-machines.md',
    variables: 'typed',
    endsInOrder: false,
    run: async (call) => (await import('../merge/merge.ts')).merge(call),
  },
  {
    name: 'cold-restore',
    about: 'set back functions of AWS Lambda that a killed run made cold (LAMBDA_FUNCTION=…); see docs/lambda.md',
    variables: 'of ENV, checked as typed',
    endsInOrder: true,
    run: async (call) => (await import('../lambda/cold-restore.ts')).coldRestore(call),
  },
  {
    name: 'ab',
    about: 'run the load against base and head in turn, and compare; see docs/compare.md',
    variables: 'of ENV',
    endsInOrder: true,
    run: async (call) => (await import('../compare/ab.ts')).ab(call),
  },
  {
    name: 'size',
    about: 'find the smallest pool that holds the load; see docs/size.md',
    variables: 'of ENV',
    endsInOrder: true,
    run: async (call) => (await import('../size/size.ts')).size(call),
  },
];
