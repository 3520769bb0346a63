// A syntax error.
// differs in log: The embedded engine has its own words, with what to do about it.
export default function () {
  const x = ;
}
