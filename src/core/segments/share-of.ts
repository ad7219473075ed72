// Chance that stays: whom a control group, a variant or a random share falls on.
import { createHash } from 'node:crypto';
import type { MemberId } from '#src/lib/id.ts';

/** How many shares there are: a percent is a hundred of them. */
export const SHARES = 10_000;

/** The share of a member for a salt, 0 to 9999; SQL's share_of(member_id, salt) is the same. */
export function shareOf(memberId: MemberId, salt: string): number {
  const hash = createHash('md5').update(`${salt}:${memberId}`).digest();
  return hash.readUInt32BE() % SHARES;
}
