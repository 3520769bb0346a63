import { allChecks } from '../summary/all-checks.ts';
import type { SummaryData } from '../summary/summary-data.ts';

const ONE_STATUS = /^status is (\d{3})$/;

/** The check that an answer has one of these statuses. */
export function statusCheck(statuses: readonly number[]): string {
  return `status is ${statuses.join(' or ')}`;
}

/** The status that all requests were to be answered with that had no such answer; null where they were to have several. */
export function expectedStatus({ root_group }: SummaryData): number | null {
  const failed = allChecks(root_group).filter(({ name, fails }) => fails > 0 && name.startsWith(statusCheck([])));
  const [one] = new Set(failed.map(({ name }) => ONE_STATUS.exec(name)?.[1] ?? name)).size === 1 ? failed : [];
  const status = ONE_STATUS.exec(one?.name ?? '')?.[1];
  return status === undefined ? null : Number(status);
}
