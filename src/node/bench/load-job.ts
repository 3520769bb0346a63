import { fileURLToPath } from 'node:url';
import { createRunFolder } from '../run-folder.ts';
import { medianOf } from './arrivals.ts';
import type { BenchContext } from './bench-context.ts';
import type { Table, Target } from './bench-report.ts';
import { runCommand } from './run-command.ts';
import { startServer } from './start-server.ts';
import type { Command } from './tool.ts';
import { artilleryCommand } from './tools/artillery.ts';
import { benchScript, scriptCommand } from './tools/k6-tool.ts';

const RATE_PER_SECOND = 50;
const SECOND_MS = 1_000;
const END_TIMEOUT_MS = 30_000;
const FULL_SECONDS = 30;
const MAX_ROUNDS = 3;

const KINDS = ['embedded', 'k6', 'k6, by hand', 'artillery'] as const;
type Kind = (typeof KINDS)[number];

export interface JobRun {
  readonly kind: Kind;
  readonly round: number;
  readonly seconds: number;
  /** Requests that reached the server, those before the load as well. */
  readonly requests: number;
  readonly cpuMs: number;
  readonly peakMemoryBytes: number;
}

/**
 * The load profile as a user runs it, 1500 requests in 30 s: our bundle on both engines, the same load written by hand
 * for k6, and for Artillery. They run at the same time, each against a server of its own, so that what the machine does
 * beside falls on all of them alike; what is measured is processor time, of which such a load takes little.
 */
export async function runLoadJobs(context: BenchContext): Promise<JobRun[]> {
  const { settings, say, fail } = context;
  // A bench that was asked to be short is short here as well.
  const seconds = settings.seconds < 3 ? settings.seconds : FULL_SECONDS;
  const rounds = Math.min(MAX_ROUNDS, settings.repeat);
  const jobs: JobRun[] = [];
  for (let round = 1; round <= rounds; round++) {
    say(`poolproof: the load job of ${RATE_PER_SECOND * seconds} requests, ${round} of ${rounds}`);
    const runs = KINDS.map((kind) => runJob(kind, round, seconds, context).catch(fail));
    for (const run of await Promise.all(runs)) if (run !== undefined) jobs.push(run);
  }
  return jobs;
}

async function runJob(kind: Kind, round: number, seconds: number, context: BenchContext): Promise<JobRun | undefined> {
  const folder = createRunFolder();
  const server = await startServer();
  try {
    const command = commandOf(kind, { url: server.fastUrl, seconds, folder: folder.path }, context.tools);
    if (command === undefined) return undefined;
    const timeoutMs = seconds * SECOND_MS + END_TIMEOUT_MS;
    const { cpuMs, peakMemoryBytes } = await runCommand(command, { timeoutMs, signal: context.signal });
    return { kind, round, seconds, requests: await server.count(), cpuMs, peakMemoryBytes };
  } finally {
    await server.stop();
    folder.remove();
  }
}

interface Job {
  readonly url: string;
  readonly seconds: number;
  /** For what the tool needs to have written down. */
  readonly folder: string;
}

/** undefined when the tool is not there. */
function commandOf(kind: Kind, { url, seconds, folder }: Job, tools: BenchContext['tools']): Command | undefined {
  const env = { BASE_URL: url, RATE: String(RATE_PER_SECOND), DURATION: `${seconds}s` };
  const bundle = fileURLToPath(new URL('../k6/load.js', import.meta.url));
  if (kind === 'artillery') {
    const { artilleryFile } = tools;
    return artilleryFile === undefined
      ? undefined
      : artilleryCommand(artilleryFile, folder, artilleryTest(url, seconds));
  }
  if (kind === 'embedded') {
    return tools.list.some(({ name }) => name === kind) ? scriptCommand(tools.embedded, bundle, env) : undefined;
  }
  return tools.k6 && scriptCommand(tools.k6, kind === 'k6' ? bundle : benchScript('minimal-load'), env);
}

/** The mix of the load profile, as journeys/flags.ts has it. */
function artilleryTest(target: string, seconds: number): object {
  const scenario = (weight: number, url: string) => ({ weight, flow: [{ get: { url } }] });
  return {
    config: { target, phases: [{ duration: seconds, arrivalRate: RATE_PER_SECOND }] },
    scenarios: [
      scenario(70, '/config/flags'),
      scenario(20, '/config/flags/dark-mode'),
      scenario(10, '/config/flags?cohort={{ $randomString(12) }}'),
    ],
  };
}

export function jobTable(jobs: readonly JobRun[]): Table {
  const [{ seconds } = { seconds: FULL_SECONDS }] = jobs;
  return {
    title: `The load job of ${RATE_PER_SECOND * seconds} requests`,
    about: `The load profile, ${seconds} s. CPU: user and system of the whole run, start and end included. By hand: a script of the same requests at the same rates and no verdict.`,
    head: ['tool', 'CPU', 'peak memory', 'requests'],
    rows: KINDS.filter((kind) => jobs.some((job) => job.kind === kind)).map((kind) => {
      const mine = jobs.filter((job) => job.kind === kind);
      return [
        kind,
        `${medianOf(mine.map(({ cpuMs }) => cpuMs)).toFixed(0)} ms`,
        `${(medianOf(mine.map(({ peakMemoryBytes }) => peakMemoryBytes)) / 1e6).toFixed(0)} MB`,
        medianOf(mine.map(({ requests }) => requests)).toFixed(0),
      ];
    }),
  };
}

export function jobTargets(jobs: readonly JobRun[]): Target[] {
  return [
    ratioTarget(jobs, {
      what: 'CPU of the load job, embedded',
      of: 'cpuMs',
      ours: 'embedded',
      theirs: 'artillery',
      most: 1 / 25,
      wanted: "at most 1/25 of Artillery's",
    }),
    ratioTarget(jobs, {
      what: 'CPU of the load job, our bundle on k6',
      of: 'cpuMs',
      ours: 'k6',
      theirs: 'k6, by hand',
      most: 1.12,
      wanted: 'at most 1.12 × by hand',
    }),
    ratioTarget(jobs, {
      what: 'peak memory of the load job, our bundle on k6',
      of: 'peakMemoryBytes',
      ours: 'k6',
      theirs: 'k6, by hand',
      most: 1.15,
      wanted: 'at most 1.15 × by hand',
    }),
  ];
}

interface Ratio extends Pick<Target, 'what' | 'wanted'> {
  readonly of: 'cpuMs' | 'peakMemoryBytes';
  readonly ours: Kind;
  readonly theirs: Kind;
  /** The most that ours may take of theirs. */
  readonly most: number;
}

function ratioTarget(jobs: readonly JobRun[], { what, of, ours, theirs, most, wanted }: Ratio): Target {
  const takenIn = (kind: Kind, round: number) => jobs.find((job) => job.kind === kind && job.round === round)?.[of];
  // Compared within a round, in which both ran at the same time.
  const ratios = jobs
    .filter(({ kind }) => kind === ours)
    .flatMap(({ round, [of]: taken }) => {
      const other = takenIn(theirs, round);
      return other === undefined ? [] : [taken / other];
    });
  if (ratios.length === 0) return { what, wanted, measured: `without ${theirs}`, isMet: undefined };
  const ratio = medianOf(ratios);
  return {
    what,
    wanted,
    measured: `${ratio.toFixed(2)} ×${ratio < 1 ? ` (1/${(1 / ratio).toFixed(1)})` : ''}`,
    isMet: ratio <= most,
  };
}
