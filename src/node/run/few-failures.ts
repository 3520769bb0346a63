const SHOWN = 10;
/** Errors quote what the API sent, which may be megabytes. */
const LONGEST_LINE = 2_000;

/** A log of which only so much is shown. */
interface FewFailures {
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
      if (failures <= SHOWN || !line.includes('msg="Request Failed"')) print(shortened(line));
    },
    close() {
      if (failures > SHOWN) {
        print(
          `poolproof: ${failures - SHOWN} more warnings like these were left out; the report counts errors by kind`,
        );
      }
    },
  };
}

function shortened(line: string): string {
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE)} … (${line.length} characters)`;
}
