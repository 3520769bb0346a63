// A function among the options.
// differs in log: The embedded engine does not say that it is about the script.
export const options = { iterations: 1, tags: { name: () => 'a' } };

export default function () {}
