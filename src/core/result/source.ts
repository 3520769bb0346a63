/** Which version of the code was checked out where the run was started: that of the API, in its own repository. */
export interface Source {
  /** The full hash. */
  readonly commit: string;
  /** Absent when no branch was checked out. */
  readonly branch?: string;
}
