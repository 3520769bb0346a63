/** Where the load came from: results of different machines differ by more than any change of the API does. */
export interface Environment {
  readonly os: string;
  readonly architecture: string;
  readonly cpuModel: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly nodeVersion: string;
  readonly poolproofVersion: string;
}
