// A handleSummary that names a file that cannot be written: what can be written is.
export default function () {}

export function handleSummary() {
  return { stdout: 'to stdout', 'bad/folder.txt': 'x' };
}
