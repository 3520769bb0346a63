// An import of a file that is not there.
// differs in log: The embedded engine has its own words, with what to do about it.
import './nowhere.js';

export default function () {}
