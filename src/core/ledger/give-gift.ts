import { randomBytes } from 'node:crypto';
import { and, eq, gte, inArray, sql } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { gift } from '#src/db/schema/ledger.ts';
import { addDaysIn } from '#src/lib/add-months.ts';
import { type GiftId, type MemberId, newId } from '#src/lib/id.ts';
import { startOfDay } from '#src/lib/zoned.ts';
import { recordEvent } from '../events/record-event.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { readMember } from '../members/read-member.ts';
import { invalidField, Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { readCurrency } from '../stores/list-currencies.ts';
import { type Programme, readProgramme } from '../stores/read-programme.ts';
import type { Points } from './points.ts';
import { postTransfer } from './post-transfer.ts';
import { requireBurnAllowed } from './require-burn-allowed.ts';

const LONGEST_NOTE = 200;

export interface GiveGift {
  memberId: MemberId;
  amount: Points;
  /** `points` when left out. */
  currency?: string;
  /** Null: whoever opens the link first. */
  toMemberId: MemberId | null;
  /** A few words to go with it, at most 200 characters. */
  note?: string;
  at: Date;
}

export interface GiftGiven {
  giftId: GiftId;
  /** For the link that the giver sends on: letters, digits, `-` and `_`. */
  code: string;
  amount: Points;
  /** Then it comes back by itself. */
  expiresAt: Date;
  balance: Points;
}

/**
 * Takes points from the giver and keeps them for whoever accepts. Throws Refusal `invalid_input` {field},
 * `gift_to_oneself`, `gift_day_limit` {left}, `insufficient_points` {available}, `burn_waits` {hours},
 * `currency_not_found`, `currency_closed`, `member_not_found`, `member_erased`.
 */
export async function giveGift(tx: Tx, input: GiveGift): Promise<GiftGiven> {
  const { memberId, amount, currency = 'points', toMemberId, note = '', at } = input;
  if (amount <= 0n) throw invalidField('amount', 'aboveZero');
  if (note.length > LONGEST_NOTE) throw invalidField('note', 'longest', { count: LONGEST_NOTE });
  if (toMemberId === memberId) throw new Refusal('gift_to_oneself');
  if ((await readCurrency(tx, currency)).closedAt) throw new Refusal('currency_closed');
  if (toMemberId) await readMember(tx, toMemberId);
  await lockStandings(tx, memberId);
  await requireBurnAllowed(tx, { memberId, at });
  const programme = await readProgramme(tx);
  const left = await giftsLeftToday(tx, { memberId, currency, programme, at });
  if (amount > left) throw new Refusal('gift_day_limit', { left: Number(left) });

  const giftId = newId('gft', at.getTime());
  const { balance } = await postTransfer(tx, {
    memberId,
    kind: 'gift',
    currency,
    amount: -amount,
    account: 'moved',
    key: `gift:${giftId}`,
    reason: { giftId },
    occurredAt: at,
    recordedAt: at,
  });
  const code = randomBytes(12).toString('base64url');
  const expiresAt = addDaysIn(at, programme.giftDays, programme.timeZone);
  await tx
    .insert(gift)
    .values({ memberId, giftId, currency, amount, code, toMemberId, note, givenAt: at, expiresAt });
  const detail = { amount: amount.toString(), currency, toMemberId };
  await recordAudit(tx, { actor: memberId, action: 'gift.give', subject: giftId, detail, at });
  if (toMemberId) {
    const data = { giftId, amount: amount.toString(), currency };
    await recordEvent(tx, { memberId: toMemberId, happened: { kind: 'gift.given', data }, at });
  }
  return { giftId, code, amount, expiresAt, balance };
}

/** What may still be given today, by the day of the programme's zone. What came back counts no more. */
export async function giftsLeftToday(
  db: Reader,
  asked: { memberId: MemberId; currency: string; programme: Programme; at: Date },
): Promise<Points> {
  const { memberId, currency, programme, at } = asked;
  const today = new Date(startOfDay(at.getTime(), programme.timeZone));
  const [given] = await db
    .select({ amount: sql<bigint>`coalesce(sum(${gift.amount}), 0)::bigint`.mapWith(gift.amount) })
    .from(gift)
    .where(
      and(
        eq(gift.memberId, memberId),
        eq(gift.currency, currency),
        gte(gift.givenAt, today),
        inArray(gift.status, ['waiting', 'accepted']),
      ),
    );
  const left = programme.giftDayLimit - (given?.amount ?? 0n);
  return left > 0n ? left : 0n;
}
