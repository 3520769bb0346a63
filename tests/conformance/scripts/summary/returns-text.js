// A handleSummary that returns no object.
// varies: stdout
export default function () {}

export function handleSummary() {
  return 'text';
}
