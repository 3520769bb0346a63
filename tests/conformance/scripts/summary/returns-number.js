// A handleSummary that returns a number as content.
export default function () {}

export function handleSummary() {
  return { stdout: 'to stdout', number: 5 };
}
