import type { MetricDefinition } from './metric-types.ts';

const COUNT = { type: 'counter', unit: 'count' } as const;

/** What every VU tells of its requests. */
export const LOAD_METRICS = {
  responses_checked: { ...COUNT, title: 'answers whose content was checked' },
  wrong_contents: {
    ...COUNT,
    title: 'answers with the expected status and other content than asked for',
    tags: ['of', 'was'],
  },
  unexpected_status: {
    type: 'trend',
    unit: 'status',
    title: 'the statuses of answers that were to have another',
    tags: ['class', 'listed'],
  },
  answers_too_large: { ...COUNT, title: 'answers larger than MAX_BODY' },
  api_failed_at: { type: 'gauge', unit: 'ms', title: 'when requests failed, since the run began' },
  generator_out_of_sockets: { ...COUNT, title: 'requests that never left, for want of a socket on this machine' },
  iteration_start_delay: {
    type: 'trend',
    unit: 'ms',
    title:
      'how late iterations began against their plan: above some milliseconds the load generator is what is measured',
    overTime: 'peak',
  },
} as const satisfies Record<string, MetricDefinition>;

/** What VUs tell beside it with STOP_EARLY. */
export const EARLY_METRICS = {
  samples_over_limit: {
    ...COUNT,
    title: 'samples at or above the limit of a rule on a percentile, by metric and limit in ms',
    tags: ['of', 'limit'],
  },
} as const satisfies Record<string, MetricDefinition>;

/** What `setup()` tells. */
export const CLOCK_METRICS = {
  load_began: {
    type: 'gauge',
    unit: 'ms',
    title: 'its one sample marks the moment at which the load began; the value is how long the load is to last',
  },
} as const satisfies Record<string, MetricDefinition>;

/** What the command adds to the run over time; no script has it. */
export const COMMAND_METRICS = {
  generator_cpu_share: {
    type: 'gauge',
    unit: 'share',
    title: 'CPU that the load generator takes; 1 is one core at full work',
    overTime: 'peak',
  },
} as const satisfies Record<string, MetricDefinition>;
