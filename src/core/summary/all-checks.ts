import { isNote } from './notes.ts';
import type { SummaryCheck, SummaryGroup } from './summary-data.ts';

/** Checks of all groups, in the order in which they were defined; notes are no checks. */
export function allChecks(group: SummaryGroup): SummaryCheck[] {
  return [...group.checks.filter((check) => !isNote(check)), ...group.groups.flatMap(allChecks)];
}
