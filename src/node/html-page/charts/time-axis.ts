import type { Mark, Series } from '../../../core/series/series.ts';
import { parseDurationMs } from '../../../core/units/duration.ts';
import { formatRunTime, timeTicksMs } from '../../../core/units/run-time.ts';
import { durationMsOf, type Scenarios } from '../../../core/workload/workload.ts';

/** A stretch of the run that a scenario of its own loads. */
interface Phase {
  readonly scenario: string;
  /** What people call it. */
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** The axis that all charts over time share: milliseconds since the load began. */
export interface TimeAxis {
  readonly endMs: number;
  readonly intervalMs: number;
  /** None where all scenarios run at once. */
  readonly phases: readonly Phase[];
  readonly marks: readonly Mark[];
  readonly ticksMs: readonly number[];
}

export function buildTimeAxis(
  { points, intervalMs, marks }: Series,
  scenarios: Scenarios,
  labelOf = (scenario: string) => scenario,
): TimeAxis {
  const endMs = points * intervalMs;
  return {
    endMs,
    intervalMs,
    phases: phasesOf(scenarios, endMs).map((phase) => ({ ...phase, name: labelOf(phase.name) })),
    marks: marks.filter(({ atMs }) => atMs <= endMs),
    ticksMs: timeTicksMs(0, endMs),
  };
}

/** Scenarios that run one after the other; those that share their time share a phase. */
function phasesOf(scenarios: Scenarios, endMs: number): Phase[] {
  const phases = new Map<string, Phase>();
  for (const [name, scenario] of Object.entries(scenarios)) {
    if (scenario.tags?.target !== 'api') continue;
    const startMs = parseDurationMs(scenario.startTime ?? '0s');
    const scenarioEndMs = Math.min(endMs, startMs + durationMsOf(scenario));
    const time = `${startMs}-${scenarioEndMs}`;
    const others = phases.get(time);
    phases.set(time, {
      scenario: name,
      name: others ? `${others.name}, ${name}` : name,
      startMs,
      endMs: scenarioEndMs,
    });
  }
  const inOrder = [...phases.values()].filter((phase) => phase.startMs < endMs).sort((a, b) => a.startMs - b.startMs);
  const overlap = inOrder.some(({ startMs }, index) => startMs < (inOrder[index - 1]?.endMs ?? 0));
  return inOrder.length < 2 || overlap ? [] : inOrder;
}

/** Where a moment is: 0 for the start of the load, `width` for its end. */
export function xAt({ endMs }: TimeAxis, atMs: number, width: number): number {
  return Math.round((Math.min(endMs, atMs) / endMs) * width * 100) / 100;
}

/** A moment for people. */
export function formatTime({ endMs }: TimeAxis, atMs: number): string {
  return formatRunTime(atMs, endMs);
}
