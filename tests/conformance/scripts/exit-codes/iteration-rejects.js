// An async iteration that rejects is logged, and counts.
export default async function () {
  throw new Error('boom');
}
