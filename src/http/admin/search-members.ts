import type { MemberFound } from '#src/contract/member.ts';
import { listByPhoneTail } from '#src/core/members/list-by-phone-tail.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { Db } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { findHolder } from '../find-holder.ts';
import { findMasked } from './member-page.ts';

const MOST = 10;
/** A shorter run of digits may be a number that is not whole; a longer one is a whole number that is nobody's. */
const LONGEST_TAIL = 9;

/**
 * The one member whose card or whole phone it is, else those whose phone ends in these digits. Throws the Refusals of
 * findHolder; card_not_found when it leads to nobody.
 */
export async function searchMembers(
  db: Db,
  text: string,
  asked: { secretKey: string; at: Date },
): Promise<{ members: MemberFound[]; more: boolean }> {
  try {
    const { memberId } = await findHolder(db, text, { ...asked, blockedToo: true });
    return { members: [await findMasked(db, memberId)], more: false };
  } catch (error) {
    const tail = text.replace(/[\s()-]/g, '');
    const isNobody = error instanceof Refusal && error.code === 'card_not_found';
    if (!isNobody || tail.length > LONGEST_TAIL) throw error;
    const found: MemberId[] = await listByPhoneTail(db, { tail, limit: MOST + 1 });
    if (found.length === 0) throw error;
    const members = await Promise.all(found.slice(0, MOST).map((memberId) => findMasked(db, memberId)));
    return { members, more: found.length > MOST };
  }
}
