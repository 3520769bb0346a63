// Init code that throws.
throw new Error('boom');
// biome-ignore lint/correctness/noUnreachable: k6 wants a function
export default function () {}
