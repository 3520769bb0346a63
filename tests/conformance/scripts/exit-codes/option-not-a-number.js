// An option that is NaN.
// differs in log: The embedded engine does not say that it is about the script.
export const options = { iterations: Number.NaN };

export default function () {}
