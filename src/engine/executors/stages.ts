import type { FieldReader } from '../options/field-reader.ts';

/** A part of a ramp: to `target` within `durationMs`. */
export interface Stage {
  readonly target: number;
  readonly durationMs: number;
}

/** Reads and checks `stages`. */
export function readStages(fields: FieldReader): Stage[] {
  const stages = fields.records('stages') ?? [];
  fields.require(stages.length > 0, 'at least one stage has to be specified');
  return stages.map((stage, index) => {
    const durationMs = stage.durationMs('duration');
    const target = stage.integer('target');
    fields.require(durationMs !== undefined, `stage ${index + 1} doesn't have a duration`);
    fields.require((durationMs ?? 0) >= 0, `the duration for stage ${index + 1} can't be negative`);
    fields.require(target !== undefined, `stage ${index + 1} doesn't have a target`);
    fields.require((target ?? 0) >= 0, `the target for stage ${index + 1} can't be negative`);
    return { target: target ?? 0, durationMs: durationMs ?? 0 };
  });
}

/** Length of all stages together, milliseconds. */
export function sumDurationsMs(stages: readonly Stage[]): number {
  return stages.reduce((sum, { durationMs }) => sum + durationMs, 0);
}
