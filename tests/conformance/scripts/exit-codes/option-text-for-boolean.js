// Text where an option is true or false.
// differs in log: The embedded engine has its own words, with what to do about it.
export const options = { noSetup: 'true' };

export default function () {}
