/** Builds what journeys/lazy/flags.ts has, for the VU that needs it; see esbuild.plugins.mjs. */
declare module 'lazy/flags' {
  export default function load(): typeof import('./lazy/flags.ts');
}
