// Everything that is won is given here: points, a coupon, a gift from the shelf, a badge.
import type { Tx } from '#src/db/client.ts';
import { memberBadge } from '#src/db/schema/prizes.ts';
import type { ChallengeId, MemberId, QuestId, StoreId } from '#src/lib/id.ts';
import type { Texts } from '#src/lib/texts.ts';
import { openAccount } from '../ledger/open-account.ts';
import { postTransfer } from '../ledger/post-transfer.ts';
import { findTransfer } from '../ledger/read-transfer.ts';
import { holdMemberNow } from '../members/hold-member-now.ts';
import { readMember } from '../members/read-member.ts';
import { giveCoupon } from '../offers/give-coupon.ts';
import { giveReward } from '../rewards/give-reward.ts';
import { expiresAt } from '../stores/currency-expiry.ts';
import { readCurrency } from '../stores/list-currencies.ts';
import { readProgramme } from '../stores/read-programme.ts';
import type { Prize } from './prize.ts';

/** What a prize was won in. */
export type PrizeReason = { titles: Texts } & (
  | { kind: 'quest'; id: QuestId }
  | { kind: 'challenge'; id: ChallengeId }
);

export interface GivePrize {
  /** Whoever became part of another has it as that one. */
  memberId: MemberId;
  prize: Prize;
  /** Of what was won, such as `win:win_…`: the same key is the same prize, however often it is given. */
  key: string;
  reason: PrizeReason;
  /** Where the member is at home, for a gift that has to be prepared. */
  storeId?: StoreId | null;
  at: Date;
}

/**
 * Gives it and returns what it became: a transfer, a coupon, an order or the key of a badge. Only the message about a gift goes out by itself;
 * of all else the caller tells the member. Throws Refusal `member_not_found`, `member_erased`, and where nothing is left to give
 * `offer_not_live`, `offer_ended`, `offer_gone`, `reward_not_found`, `reward_sold_out`.
 */
export async function givePrize(tx: Tx, given: GivePrize): Promise<string> {
  const { prize, reason, at } = given;
  const memberId = await holdMemberNow(tx, given.memberId);
  await readMember(tx, memberId);
  switch (prize.kind) {
    case 'points':
      return await givePoints(tx, { ...given, memberId }, BigInt(prize.points));
    case 'coupon': {
      const wanted = {
        memberId,
        offerId: prize.offerId,
        issuedBy: reason.id,
        key: given.key,
        silent: true,
        at,
      };
      return (await giveCoupon(tx, wanted)).coupon.couponId;
    }
    case 'gift': {
      const { rewardId } = prize;
      return await giveReward(tx, { memberId, rewardId, storeId: given.storeId ?? null, key: given.key, at });
    }
    case 'badge': {
      const badgeKey = badgeKeyOf(reason, prize);
      const badge = { memberId, badgeKey, titles: prize.titles, sign: prize.sign, givenAt: at };
      await tx.insert(memberBadge).values(badge).onConflictDoNothing();
      return badgeKey;
    }
  }
}

/** The same badge of the same quest or challenge is worn once, however often it is won. */
function badgeKeyOf({ id }: PrizeReason, { sign }: Extract<Prize, { kind: 'badge' }>): string {
  return `${id}.${sign}`;
}

/** What stands in the transfer, for the sentence that explains it. */
export function transferReason({ kind, id, titles }: PrizeReason): Record<string, unknown> {
  return { [kind]: id, titles, prize: true };
}

export const prizeTransferKey = (key: string) => `prize:${key}`;

async function givePoints(tx: Tx, { memberId, key, reason, at }: GivePrize, amount: bigint): Promise<string> {
  const given = await findTransfer(tx, { memberId, key: prizeTransferKey(key) });
  if (given) return given.transferId;
  const [currency, { timeZone }] = await Promise.all([readCurrency(tx, 'points'), readProgramme(tx)]);
  await openAccount(tx, memberId);
  const { transferId } = await postTransfer(tx, {
    memberId,
    kind: reason.kind,
    amount,
    account: 'issued',
    key: prizeTransferKey(key),
    reason: transferReason(reason),
    occurredAt: at,
    recordedAt: at,
    expiresAt: expiresAt(currency, at, timeZone),
  });
  return transferId;
}
