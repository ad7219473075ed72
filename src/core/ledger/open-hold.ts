import { and, eq, lte, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { hold } from '#src/db/schema/ledger.ts';
import { type HoldId, type MemberId, newId } from '#src/lib/id.ts';
import { inputHash } from '#src/lib/input-hash.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { invalidField, Refusal } from '../refusal.ts';
import { type Points, toJson } from './points.ts';
import { releaseHolds } from './release-holds.ts';
import { requireBurnAllowed } from './require-burn-allowed.ts';

/** The longest a hold may last: a day. */
export const MOST_HOLD_MINUTES = 1_440;

export interface OpenHold {
  memberId: MemberId;
  /** Unique for the member: the same key with the same input is the same hold. */
  key: string;
  amount: Points;
  /** How long it lasts unless it is settled before: 1 to 1440. */
  minutes: number;
  /** `points` when left out. */
  currency?: string;
  /** A staff id or an API key id. */
  askedBy: string;
  at: Date;
}

export interface HoldOpened {
  outcome: 'opened' | 'replayed';
  holdId: HoldId;
  amount: Points;
  expiresAt: Date;
}

/**
 * Sets spendable points aside, those first that expire first, until they are captured or voided or the time is up.
 * A repeat answers with the hold as it was opened, even if it has ended since. Throws Refusal `invalid_input`
 * {field}, `insufficient_points` {available}, `key_reused`, `burn_waits` {hours}, `member_not_found`, `member_erased`.
 */
export async function openHold(tx: Tx, input: OpenHold): Promise<HoldOpened> {
  const { memberId, key, amount, minutes, currency = 'points', askedBy, at } = input;
  if (amount <= 0n) throw invalidField('amount', 'aboveZero');
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > MOST_HOLD_MINUTES)
    throw invalidField('minutes', 'between', { from: 1, to: MOST_HOLD_MINUTES });
  await lockStandings(tx, memberId);
  const inputHash = hashOf({ amount, minutes, currency });
  const stored = await findStored(tx, { memberId, key });
  if (stored) {
    if (stored.inputHash !== inputHash) throw new Refusal('key_reused');
    const { holdId, expiresAt } = stored;
    return { outcome: 'replayed', holdId, amount, expiresAt };
  }
  await requireBurnAllowed(tx, { memberId, at });
  await releaseOverdue(tx, { memberId, at });
  const [can] = await tx.execute<{ spendable: bigint }>(
    sql`select spendable_points(${memberId}, ${currency}, ${at}::timestamptz) as spendable`,
  );
  const available = can?.spendable ?? 0n;
  if (available < amount) throw new Refusal('insufficient_points', { available: Number(available) });

  const holdId = newId('hld', at.getTime());
  const expiresAt = new Date(at.getTime() + minutes * 60_000);
  const row = {
    memberId,
    holdId,
    currency,
    holdKey: key,
    inputHash,
    amount,
    askedBy,
    openedAt: at,
    expiresAt,
  };
  await tx.insert(hold).values(row);
  await keepLots(tx, { memberId, holdId, currency, amount, at });
  return { outcome: 'opened', holdId, amount, expiresAt };
}

async function findStored(tx: Tx, { memberId, key }: { memberId: MemberId; key: string }) {
  const [row] = await tx
    .select()
    .from(hold)
    .where(and(eq(hold.memberId, memberId), eq(hold.holdKey, key)));
  return row;
}

/** The worker comes once a minute; nobody has to wait for it. */
async function releaseOverdue(tx: Tx, { memberId, at }: { memberId: MemberId; at: Date }): Promise<void> {
  const due = await tx
    .select({ holdId: hold.holdId })
    .from(hold)
    .where(and(eq(hold.memberId, memberId), eq(hold.status, 'open'), lte(hold.expiresAt, at)));
  await releaseHolds(tx, { holdIds: due.map((each) => each.holdId), status: 'expired', at });
}

async function keepLots(
  tx: Tx,
  hold: { memberId: MemberId; holdId: HoldId; currency: string; amount: Points; at: Date },
): Promise<void> {
  const { memberId, holdId, currency, amount, at } = hold;
  await tx.execute(sql`
    with in_order as (
      select lot_id, remaining - held as free, coalesce(sum(remaining - held) over (
          order by expires_at nulls last, active_at, lot_id rows between unbounded preceding and 1 preceding), 0) as before
      from lot
      where member_id = ${memberId} and currency = ${currency} and remaining > held
        and active_at <= ${at}::timestamptz and (expires_at is null or expires_at > ${at}::timestamptz)
    ), kept as (
      update lot set held = lot.held + least(free, ${amount.toString()}::bigint - before)
      from in_order where lot.member_id = ${memberId} and lot.lot_id = in_order.lot_id
        and before < ${amount.toString()}::bigint
      returning lot.lot_id, least(free, ${amount.toString()}::bigint - before)::bigint as amount
    ), seen as (
      update standing set version = version + 1 where member_id = ${memberId}
    )
    insert into hold_lot (member_id, hold_id, lot_id, amount)
    select ${memberId}, ${holdId}, lot_id, amount from kept`);
}

function hashOf(input: { amount: Points; minutes: number; currency: string }): string {
  return inputHash(toJson(input));
}
