import { UNTIL_STAFF_DECIDE } from './link-identity.ts';
import type { Member } from './read-member.ts';

/** No points are burnt before `until`. */
export interface BurnWait {
  until: Date;
  /**
   * `chat`: one that was connected anew is not known to be the member's; an older one can say so. `plastic`: points came
   * with a plastic card that was nobody's, and no chat can end that. `staff`: the owner has disowned a chat.
   */
  why: 'chat' | 'plastic' | 'staff';
}

/** Why the member cannot burn at `at`: of several reasons the one that lasts longest. Null: they can. */
export function burnWaitOf(
  { burnAllowedFrom: until, pointsHeldUntil }: Pick<Member, 'burnAllowedFrom' | 'pointsHeldUntil'>,
  at: Date,
): BurnWait | null {
  if (!until || until <= at) return null;
  if (until >= UNTIL_STAFF_DECIDE) return { until, why: 'staff' };
  return { until, why: pointsHeldUntil && pointsHeldUntil >= until ? 'plastic' : 'chat' };
}
