// Commands about gifts of points from one member to another.
import { acceptGift } from '#src/core/ledger/accept-gift.ts';
import { giftsLeftToday, giveGift } from '#src/core/ledger/give-gift.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { type GiftName, readGift } from '#src/core/ledger/read-gift.ts';
import { cancelGift } from '#src/core/ledger/return-gift.ts';
import { countAttempt } from '#src/core/members/count-attempt.ts';
import { memberNow } from '#src/core/members/member-now.ts';
import { readPhone } from '#src/core/members/phone-number.ts';
import { findMemberByPhone, listMembers } from '#src/core/members/read-member.ts';
import { Refusal } from '#src/core/refusal.ts';
import { isId } from '#src/lib/id.ts';
import type { Command, Outcome } from '../command.ts';
import { type Doing, provenSpeaker, speaker } from './doing.ts';

const HOUR_MS = 3_600_000;
/** Whether a number has a card is nobody's business but its owner's: nobody tries many. */
const PHONES_A_DAY = 10;

type Asked<Name extends Command['do']> = Extract<Command, { do: Name }>;

export async function giftRoom(doing: Doing): Promise<Outcome> {
  const { memberId } = await provenSpeaker(doing);
  const { tx, event, view } = doing;
  const { spendable } = await readBalance(tx, memberId, event.at);
  const { programme } = view;
  const leftToday = await giftsLeftToday(tx, { memberId, currency: 'points', programme, at: event.at });
  const isLimited = leftToday < spendable;
  const most = isLimited ? leftToday : spendable;
  return { kind: 'did', did: 'readGiftRoom', most, spendable, leftToday };
}

/** To the owner of the phone; where that is no member yet, a gift that waits behind its link. */
export async function give(doing: Doing, { amount, phone }: Asked<'giveGift'>): Promise<Outcome> {
  const { memberId } = await provenSpeaker(doing);
  const { tx, event, deps } = doing;
  const { at } = event;
  let toMemberId = null;
  if (phone !== null) {
    const day = { key: `gift-to:${memberId}`, limit: PHONES_A_DAY, windowMs: 24 * HOUR_MS };
    if (!(await countAttempt(tx, { ...day, at }))) throw new Refusal('too_many_attempts');
    toMemberId = (await findMemberByPhone(tx, readPhone(phone)))?.memberId ?? null;
  }
  const { giftId, code, expiresAt, balance } = await giveGift(tx, { memberId, amount, toMemberId, at });
  const url = `${deps.publicUrl}/go/g-${code}`;
  const told = toMemberId !== null;
  return { kind: 'did', did: 'giveGift', giftId, amount, told, url, expiresAt, balance };
}

export async function giftOf(doing: Doing, { code }: Asked<'readGift'>): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const { tx } = doing;
  const gift = await readGift(tx, { code });
  const giverId = await memberNow(tx, gift.memberId);
  const own = giverId === memberId;
  const isFor = gift.toMemberId === null || (await memberNow(tx, gift.toMemberId)) === memberId;
  if (!own && !isFor) throw new Refusal('gift_not_found');
  const [giver] = await listMembers(tx, [giverId]);
  return { kind: 'did', did: 'readGift', gift, giver: giver?.name ?? '', own };
}

export async function accept(doing: Doing, { gift }: Asked<'acceptGift'>): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const { outcome, amount, currency, balance } = await acceptGift(doing.tx, {
    ...nameOf(gift),
    memberId,
    at: doing.event.at,
  });
  return { kind: 'did', did: 'acceptGift', amount, currency, balance, again: outcome === 'replayed' };
}

export async function cancel(doing: Doing, { giftId }: Asked<'cancelGift'>): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const named = nameOf({ giftId });
  const { gift, balance } = await cancelGift(doing.tx, { ...named, memberId, at: doing.event.at });
  return { kind: 'did', did: 'cancelGift', amount: gift.amount, balance };
}

function nameOf(gift: { giftId: string } | { code: string }): GiftName {
  if ('code' in gift) return gift;
  if (!isId('gft', gift.giftId)) throw new Refusal('gift_not_found');
  return { giftId: gift.giftId };
}
