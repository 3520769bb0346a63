import { slowMsOf } from '../../core/outage/outage-plan.ts';
import { profileRules } from './profile-rules.ts';

/** Above what an answer is slow, by the rules of the profile. */
export function slowMs(): number {
  return slowMsOf(profileRules().rules);
}
