import { marksOf } from '../../core/outage/marks.ts';
import type { Report } from '../../core/result/report.ts';
import { buildResult, type Result } from '../../core/result/result.ts';
import { buildSeries } from '../../core/series/build-series.ts';
import { progressOf } from '../../core/series/progress.ts';
import type { SeriesPart } from '../../core/series/series-recorder.ts';
import { lengthMs, planOf } from '../../core/workload/workload.ts';
import type { Engine } from '../engines/engine.ts';
import { environmentHere } from '../result-files/environment-here.ts';
import { sourceHere } from '../result-files/source-here.ts';
import { readBundleOutput } from '../result-files/write-results.ts';
import type { EndedPart } from './start-part.ts';
import { type EngineEnd, whyEnded } from './why-ended.ts';

export interface RunThatWas extends EndedPart {
  readonly profile: string;
  readonly engine: Engine;
  readonly startedAt: Date;
  readonly hadOwnStack: boolean;
  /** Settings of the load, for the report. */
  readonly told: Readonly<Record<string, string>>;
  /** Of poolproof. */
  readonly version: string;
}

/** The result of a run that has just ended. */
export function resultOfRun(run: RunThatWas): Result {
  const { name, version, reason } = run.engine;
  const { report, measured } = readBundleOutput(run.bundleOutput) ?? {};
  const series = run.recorder.snapshot();
  const endedEarly = whyEnded({ ...run, progress: loadProgress(series, run.endedAtMs, report) });
  const source = sourceHere(process.env);
  const facts = {
    profile: run.profile,
    engine: { name, version, reason },
    engineExitCode: run.engineExitCode,
    ...(endedEarly !== undefined && { endedEarly }),
    settings: run.told,
    startedAt: run.startedAt.toISOString(),
    finishedAt: new Date().toISOString(),
    localStack: run.hadOwnStack,
    environment: environmentHere(run.version),
    ...(source && { source }),
    ...(run.share && { share: { ...run.share, ...(measured && { measured: { ...measured, series } }) } }),
    series: report ? buildSeries(series, report.workload.scenarios, marksOf(report.outage)) : null,
  };
  return buildResult(facts, report);
}

/** How far the load was, of the time that requests are planned for: the observer looks on for a moment longer. */
function loadProgress(series: SeriesPart, endedAtMs: number, report: Report | undefined): EngineEnd['progress'] {
  const progress = progressOf(series, endedAtMs);
  if (progress === null || report === undefined) return progress;
  const plannedMs = lengthMs(planOf(report.workload.scenarios, 'api'));
  return { elapsedMs: Math.min(progress.elapsedMs, plannedMs), plannedMs };
}
