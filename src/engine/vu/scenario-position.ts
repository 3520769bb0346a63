import type { Scenario } from '../executors/scenario.ts';

/** A scenario while it runs, as its VUs see it through `k6/execution`. */
export interface ActiveScenario {
  readonly scenario: Scenario;
  /** When its time began; that of an arrival rate does so once it has its VUs. */
  startEpochMs: number;
  /** 0 to 1. */
  progress: () => number;
  /** Iterations begun so far. */
  iterations: number;
}

/** Where a VU stands in the scenario that has it. */
export interface ScenarioPosition {
  readonly active: ActiveScenario;
  /** Counts the scenario's iterations from 0, -1 before the first. */
  iterationInTest: number;
  /** Its number among those of this process. */
  iterationInInstance: number;
  /** Counts the VU's iterations in this scenario from 0. */
  iterationInScenario: number;
}
