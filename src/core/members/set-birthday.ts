import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { member } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { lockMembers } from './lock-members.ts';
import { readBirthday } from './read-birthday.ts';
import { readMember } from './read-member.ts';

const DAY_MS = 86_400_000;
/** A birthday that moves about would be a present every month. */
const CHANGE_DAYS = 365;

/**
 * Keeps the day a member tells as their birthday, in any of the ways people write it. Returns it as `YYYY-MM-DD`, the
 * year 0004 standing for none. Throws Refusal `birthday_not_valid`, and `birthday_settled` {days} when it was told less
 * than a year ago; the same day again is no change.
 */
export async function setBirthday(
  tx: Tx,
  { memberId, written, at }: { memberId: MemberId; written: string; at: Date },
): Promise<string> {
  const birthday = readBirthday(written, at);
  if (!birthday) throw new Refusal('birthday_not_valid');
  await lockMembers(tx, memberId);
  const { birthday: known, birthdayToldAt } = await readMember(tx, memberId);
  if (known === birthday) return birthday;
  if (known && birthdayToldAt) {
    const days = Math.ceil(CHANGE_DAYS - (at.getTime() - birthdayToldAt.getTime()) / DAY_MS);
    if (days > 0) throw new Refusal('birthday_settled', { days });
  }
  await tx.update(member).set({ birthday, birthdayToldAt: at }).where(eq(member.memberId, memberId));
  return birthday;
}
