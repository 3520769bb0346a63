// An iteration that throws is logged, and counts.
export default function () {
  throw new Error('boom');
}
