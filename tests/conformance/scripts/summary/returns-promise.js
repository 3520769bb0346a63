// A handleSummary that is async.
export default function () {}

export async function handleSummary() {
  await null;
  return { stdout: 'later' };
}
