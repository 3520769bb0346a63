const SHOWN = 10;

/** A log of which only so much is shown. */
export interface FewFailures {
  readonly onLine: (line: string) => void;
  /** Tells how many lines were left out, if any were. */
  close(): void;
}

/**
 * Passes the log of an engine on, but of its warnings about failed requests only the first ten: a load may fail thousands
 * of times, and the results tell all of them by kind.
 */
export function fewFailures(print: (line: string) => void): FewFailures {
  let failures = 0;
  return {
    onLine(line) {
      if (line.includes('msg="Request Failed"')) failures += 1;
      if (failures <= SHOWN || !line.includes('msg="Request Failed"')) print(line);
    },
    close() {
      if (failures > SHOWN) {
        print(`poolproof: ${failures - SHOWN} more warnings like these were left out; the report tells errors by kind`);
      }
    },
  };
}
