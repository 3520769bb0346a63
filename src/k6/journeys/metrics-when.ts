/**
 * Metrics that not every run needs. Each of hundreds of VUs pays for those it makes, and k6 makes them in init code
 * only, where a VU cannot know yet what it will run. VU 0 makes all of them in every run, since thresholds name them.
 */
export function metricsWhen<Metrics>(isNeeded: boolean, make: () => Metrics): Metrics | undefined {
  return isNeeded || __VU === 0 ? make() : undefined;
}
