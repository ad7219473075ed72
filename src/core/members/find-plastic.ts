import { eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { member, phone } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';
import { findCardByNumber } from '../cards/read-card.ts';
import { readCardDigits } from '../cards/resolve-card-code.ts';
import { Refusal } from '../refusal.ts';
import { listIdentities } from './ensure-identity.ts';

/**
 * A plastic card that nobody has claimed: its holder gave neither phone nor messenger account, so the printed number is
 * the only proof there is, and numbers can be counted upwards. Count the attempts, let burning wait (`holdPoints`) and
 * keep who took it over (`recordAudit`). Throws Refusal `card_not_found`; `card_blocked`;
 * `card_of_another` when it has an owner, which is then found by the owner's phone.
 */
export async function findUnclaimedPlastic(
  db: Reader,
  typed: string,
): Promise<{ memberId: MemberId; cardNumber: string }> {
  const number = readCardDigits(typed);
  const card = number ? await findCardByNumber(db, number) : null;
  if (!card) throw new Refusal('card_not_found');
  if (card.status === 'blocked') throw new Refusal('card_blocked');
  const [holder] = await db.select().from(member).where(eq(member.memberId, card.memberId));
  const [reached] = await db.select().from(phone).where(eq(phone.memberId, card.memberId)).limit(1);
  const owned = holder?.phone || reached || (await listIdentities(db, card.memberId)).length > 0;
  // Somebody has brought it along between the two looks.
  if (holder?.absorbedInto) throw new Refusal('card_of_another');
  if (!holder || holder.status === 'erased') throw new Refusal('card_not_found');
  if (owned) throw new Refusal('card_of_another');
  return { memberId: card.memberId, cardNumber: card.cardNumber };
}
