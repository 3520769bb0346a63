/** As `engines` in package.json says. */
const OLDEST_NODE = '20.19';

/** The exit code of whatever this Node.js cannot run. */
export const UNFIT_NODE = 6;

/** Why this Node.js cannot run poolproof, in one line; undefined when it can. */
export function whyUnfit(version: string, file: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE.split('.').map(Number);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
  return `poolproof needs Node.js ${OLDEST_NODE} or newer, and ${file} is ${version}: put a newer one first on PATH (https://nodejs.org)`;
}
