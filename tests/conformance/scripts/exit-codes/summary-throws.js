// A handleSummary that throws: the page at the end comes all the same.
// varies: stdout
export default function () {}

export function handleSummary() {
  throw new Error('boom');
}
