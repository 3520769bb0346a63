// A function that is not exported.
export function other() {}
