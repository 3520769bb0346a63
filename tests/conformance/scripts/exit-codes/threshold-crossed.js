// A crossed threshold fails the run.
export const options = { thresholds: { iterations: ['count>1'], iteration_duration: ['avg<0', 'max>=0'] } };

export default function () {}
