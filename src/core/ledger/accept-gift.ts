import type { Tx } from '#src/db/client.ts';
import type { GiftId, MemberId } from '#src/lib/id.ts';
import { recordEvent } from '../events/record-event.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { memberNow } from '../members/member-now.ts';
import { readMember } from '../members/read-member.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { drawnLots } from './drawn-lots.ts';
import type { Points } from './points.ts';
import { postTransfer } from './post-transfer.ts';
import { readBalance } from './read-balance.ts';
import { type GiftName, readGift, settleGift } from './read-gift.ts';
import { readTransfer } from './read-transfer.ts';

export interface GiftAccepted {
  outcome: 'accepted' | 'replayed';
  giftId: GiftId;
  amount: Points;
  currency: string;
  balance: Points;
}

/**
 * Gives a gift's points to the member, each lot with the expiry it had. The same member may ask again. Throws Refusal
 * `gift_not_found` (also when it is meant for somebody else), `gift_to_oneself`, `gift_settled` {status}, `member_not_found`,
 * `member_erased`.
 */
export async function acceptGift(
  tx: Tx,
  { memberId, at, ...name }: GiftName & { memberId: MemberId; at: Date },
): Promise<GiftAccepted> {
  const { giftId, memberId: giver } = await readGift(tx, name);
  if ((await memberNow(tx, giver)) === memberId) throw new Refusal('gift_to_oneself');
  await readMember(tx, memberId);
  await lockStandings(tx, giver, memberId);
  const found = await readGift(tx, { giftId });
  const { amount, currency } = found;
  if (found.toMemberId && (await memberNow(tx, found.toMemberId)) !== memberId)
    throw new Refusal('gift_not_found');
  if (found.status === 'accepted' && found.toMemberId) {
    const { balance } = await readBalance(tx, memberId, at, currency);
    return { outcome: 'replayed', giftId, amount, currency, balance };
  }
  const settled =
    found.status === 'waiting' &&
    found.expiresAt > at &&
    (await settleGift(tx, found, { status: 'accepted', toMemberId: memberId, at }));
  if (!settled) {
    const status = found.status === 'waiting' ? 'returned' : found.status;
    throw new Refusal('gift_settled', { status });
  }
  const out = await readTransfer(tx, { memberId: giver, key: `gift:${giftId}` });
  const { balance } = await postTransfer(tx, {
    memberId,
    kind: 'gift',
    currency,
    amount,
    account: 'moved',
    key: `gift-in:${giftId}`,
    lots: await drawnLots(tx, { memberId: giver, transferId: out.transferId }),
    reason: { giftId },
    occurredAt: at,
    recordedAt: at,
  });
  const detail = { memberId: giver };
  await recordAudit(tx, { actor: memberId, action: 'gift.accept', subject: giftId, detail, at });
  const data = { giftId, amount: amount.toString(), currency };
  const tell = await memberNow(tx, giver);
  await recordEvent(tx, { memberId: tell, happened: { kind: 'gift.accepted', data }, at });
  return { outcome: 'accepted', giftId, amount, currency, balance };
}
