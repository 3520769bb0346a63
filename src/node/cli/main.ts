import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { printablePage } from '../../core/text/printable.ts';
import { type GivenVariables, withEnvironment } from '../environments/with-environment.ts';
import { withLimitsFile } from '../settings/read-limits-file.ts';
import { UserError } from '../user-error.ts';
import { abortOnSignals } from './abort-on-signals.ts';
import { mayColor } from './may-color.ts';
import { variablesGivenToMake } from './variables-given-to-make.ts';

const SYSTEM_ERROR = 1;
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

// The reader of our output may leave (`| head`), but the run goes on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const enableColors = mayColor(process.stdout, process.env);

// Each command loads what it needs when it is called, and begins the earlier.
const program = new Command('poolproof')
  .description('Does the Redis connection pool behind your HTTP API hold under load?')
  .version(version);

program
  .command('run')
  .description('run a profile; settings come from environment variables, see docs/settings.md')
  .argument('<profile>', 'name of a bundle in dist/k6, such as load')
  .action(
    stoppable(async (signal, profile: string) => {
      const given = variablesAndThoseOfEnv();
      const { runProfile } = await import('../run/run-profile.ts');
      return runProfile({
        profile,
        ...given,
        version,
        say,
        // Both, or a line would go elsewhere while the bar stays.
        terminal: process.stdout.isTTY && process.stderr.isTTY ? process.stderr : undefined,
        enableColors,
        signal,
      });
    }),
  );

program
  .command('cloud')
  .description('run a profile (PROFILE=load) in Grafana Cloud k6; see docs/cloud.md')
  .action(
    stoppable(async (signal) => {
      const given = variablesAndThoseOfEnv();
      const { runInCloud } = await import('../cloud/run-in-cloud.ts');
      return runInCloud({ ...given, say, signal });
    }),
  );

program
  .command('bundle')
  .description('write the k6 script of PROFILE (load) with the journey JOURNEY to this folder; see docs/k6.md')
  .action(async () => {
    const given = variablesAndThoseOfEnv();
    const { writeBundle } = await import('../run/write-bundle.ts');
    await writeBundle({ ...given, say });
  });

program
  .command('stack')
  .description('run the local stack alone until Ctrl-C, for a load from another terminal')
  .action(
    stoppable(async (signal) => {
      const given = variablesAndThoseOfEnv();
      const { runStack } = await import('../run/run-stack.ts');
      return runStack({ ...given, say, signal });
    }),
  );

program
  .command('tail')
  .description('follow the log of a function of AWS Lambda (LAMBDA_FUNCTION, FILTER) until Ctrl-C; see docs/lambda.md')
  .action(
    stoppable(async (signal) => {
      const { givenVariables } = typedVariables();
      // A file of env/ has variables of a load too.
      const { env } = variablesAndThoseOfEnv();
      const { tail } = await import('../lambda/tail.ts');
      return tail({ env, givenVariables, say, enableColors, signal });
    }),
  );

program
  .command('prove')
  .description('break a local stack in every known way and check the verdicts; see docs/prove.md')
  .action(
    stoppable(async (signal) => {
      const given = typedVariables();
      const { prove } = await import('../prove/prove.ts');
      return prove({ ...given, version, say, signal });
    }),
  );

program
  .command('report')
  .description('render the reports of a run again, beside its result.json, and print its page')
  .argument('<result>', 'path of a result.json, or of the folder that holds one')
  .action(async (path: string) => {
    const { renderAgain } = await import('../result-files/render-again.ts');
    renderAgain(path, enableColors, say);
  });

program
  .command('comment')
  .description('comment on the pull or merge request of this CI job (RESULT, COMPARISON); see docs/ci.md')
  .action(async () => {
    const given = typedVariables();
    const { comment } = await import('../review/comment.ts');
    await comment({ ...given, say });
  });

program
  .command('github-action')
  .description('what action.yml of this repository does in a job of GitHub Actions; see docs/ci.md')
  .action(
    stoppable(async (signal) => {
      const { runAction } = await import('../github/run-action.ts');
      await runAction({ env: process.env, version, say, signal });
      // Its exit code is an output of the action, whose last step ends with it.
      return 0;
    }),
  );

program
  .command('history')
  .description('write one page over all results (RESULTS_DIR); see docs/history.md')
  .action(async () => {
    const given = typedVariables();
    const { history } = await import('../history/history.ts');
    history({ ...given, say });
  });

program
  .command('journey')
  .description('write a first journey from a HAR file or a document of OpenAPI (FROM=api.har); see docs/journeys.md')
  .action(async () => {
    const given = typedVariables();
    const { writeJourney } = await import('../first-journey/write-journey.ts');
    await writeJourney({ ...given, say });
  });

program
  .command('bench')
  .description(
    'measure the embedded engine, and beside it k6, a bare loop, Artillery and autocannon where found; see docs/bench.md',
  )
  .argument('[bench]', 'speed or truth', 'speed')
  .action(
    stoppable(async (signal, name: string) => {
      const given = typedVariables();
      const { bench } = await import('../bench/bench.ts');
      return bench({ bench: name, ...given, version, say, signal });
    }),
  );

program
  .command('compare')
  .description('compare results (BASE=… HEAD=…); see docs/compare.md')
  .action(async () => {
    const given = typedVariables();
    const { compare } = await import('../compare/compare.ts');
    process.exitCode = compare({ ...given, enableColors, say });
  });

program
  .command('manifests')
  .description('what Kubernetes needs to run a profile in several pods; see docs/several-machines.md')
  .action(async () => {
    const { writeManifests } = await import('../manifests/write-manifests.ts');
    await writeManifests({ ...variablesAndThoseOfEnv(), say });
  });

program
  .command('merge')
  .description('one result of all shares of a run (RESULTS="a b c d"); see docs/several-machines.md')
  .action(async () => {
    const given = typedVariables();
    const { merge } = await import('../merge/merge.ts');
    process.exitCode = merge({ ...given, enableColors, say });
  });

program
  .command('cold-restore')
  .description('set back functions of AWS Lambda that a killed run made cold (LAMBDA_FUNCTION=…); see docs/lambda.md')
  .action(
    stoppable(async (signal) => {
      const { env } = variablesAndThoseOfEnv();
      const { coldRestore } = await import('../lambda/cold-restore.ts');
      return coldRestore({ env, givenVariables: typedVariables().givenVariables, say, signal });
    }),
  );

program
  .command('ab')
  .description('run the load against base and head in turn, and compare; see docs/compare.md')
  .action(
    stoppable(async (signal) => {
      const given = variablesAndThoseOfEnv();
      const { ab } = await import('../compare/ab.ts');
      return ab({ ...given, version, enableColors, say, signal });
    }),
  );

program
  .command('size')
  .description('find the smallest pool that holds the load; see docs/size.md')
  .action(
    stoppable(async (signal) => {
      const given = variablesAndThoseOfEnv();
      const { size } = await import('../size/size.ts');
      return size({ ...given, version, enableColors, say, signal });
    }),
  );

try {
  await program.parseAsync();
} catch (error) {
  // The user's problems are one line each; a stack trace is for ours.
  const text = error instanceof UserError ? error.message : error instanceof Error ? error.stack : error;
  process.stderr.write(`${printablePage(`${text}`)}\n`);
  process.exitCode = error instanceof UserError ? error.exitCode : SYSTEM_ERROR;
  process.exit();
}

/** What the user set. */
function typedVariables(): GivenVariables {
  return { env: process.env, givenVariables: variablesGivenToMake(process.env) };
}

/** The variables of a load: what the user set, and what the environment has that ENV names. */
function variablesAndThoseOfEnv(): GivenVariables {
  const { env, givenVariables } = withEnvironment(typedVariables(), say);
  return { env: withLimitsFile(env), givenVariables };
}

/** What a command does that the user may stop; `work` returns its exit code. */
function stoppable<Args extends readonly unknown[]>(
  work: (signal: AbortSignal, ...args: Args) => Promise<number>,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    const signal = abortOnSignals();
    process.exitCode = await work(signal, ...args);
    signal.release();
  };
}

function say(line: string): void {
  process.stdout.write(`${printablePage(line)}\n`);
}
