import type { Count } from '../units/count.ts';
/** Where the load came from: results of different machines differ by more than any change of the API does. */
export interface Environment {
  readonly os: string;
  readonly architecture: string;
  readonly cpuModel: string;
  readonly cpus: Count;
  readonly memoryBytes: Count;
  readonly nodeVersion: string;
  readonly poolproofVersion: string;
}
