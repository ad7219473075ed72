import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { account, lot } from '#src/db/schema/ledger.ts';
import type { LotId, MemberId, TransferId } from '#src/lib/id.ts';
import { lockStandings } from '../members/lock-standings.ts';
import type { Points } from './points.ts';
import { lotOf, postTransfer } from './post-transfer.ts';
import { voidHolds } from './void-hold.ts';

export interface MovePoints {
  from: MemberId;
  to: MemberId;
  at: Date;
  /** Why, for the sentence on both transfers. */
  reason: string;
}

export interface PointsMoved {
  lots: MovedLot[];
  /** What was owed and is owed by the other now. */
  debts: { currency: string; amount: Points; transferId: TransferId }[];
}

/** Points of the first currency among lots that moved. */
export function movedPoints(lots: readonly Pick<MovedLot, 'currency' | 'amount'>[]): Points {
  return lots.reduce((sum, each) => sum + (each.currency === 'points' ? each.amount : 0n), 0n);
}

/** As movePoints; returns the points (of the first currency) that moved. */
export async function moveAllPoints(tx: Tx, move: MovePoints): Promise<Points> {
  const { lots } = await movePoints(tx, move);
  return movedPoints(lots);
}

/**
 * Moves every lot of one member to another, in every currency, each with its own activation and expiry: a pair of
 * transfers a lot, over the programme's account `moved`. What is held is released first; what is owed goes over too.
 * Repeating it moves nothing more.
 */
export async function movePoints(tx: Tx, move: MovePoints): Promise<PointsMoved> {
  const { from, to, at } = move;
  await lockStandings(tx, from, to);
  await voidHolds(tx, { memberId: from, at });
  const open = await tx
    .select({ lotId: lot.lotId })
    .from(lot)
    .where(and(eq(lot.memberId, from), gt(lot.remaining, 0n)))
    .orderBy(asc(lot.lotId));
  const lots: MovedLot[] = [];
  for (const { lotId } of open) lots.push(await moveLot(tx, { ...move, lotId }));
  return { lots, debts: await moveDebts(tx, move) };
}

export interface MovedLot {
  currency: string;
  amount: Points;
  fromLot: LotId;
  /** Where it is now; null when nothing was left of it. */
  toLot: LotId | null;
}

/** Moves what is left of one lot and is not held. The caller has locked both members' accounts. */
export async function moveLot(
  tx: Tx,
  { from, to, at, reason, lotId }: MovePoints & { lotId: LotId },
): Promise<MovedLot> {
  const [left] = await tx
    .select({
      currency: lot.currency,
      free: sql<bigint>`${lot.remaining} - ${lot.held}`.mapWith(lot.remaining),
      remaining: lot.remaining,
      // Infinity is no Date: what waits for an action has no moment.
      activeAt: sql<Date | null>`case when ${lot.waitsFor} is null then ${lot.activeAt} end`.mapWith(
        lot.activeAt,
      ),
      waitsFor: lot.waitsFor,
      expiresAt: lot.expiresAt,
      // How long points live that wait for an action, where what gave them has said it.
      given: sql<{ lifeMonths?: number | null } | null>`(select t.reason from transfer t
        where t.member_id = lot.member_id
          and t.transfer_id = 'trf' || substr(split_part(lot.lot_id, '.', 1), 4))`,
    })
    .from(lot)
    .where(and(eq(lot.memberId, from), eq(lot.lotId, lotId)));
  if (!left) throw new Error(`no lot ${lotId}`);
  const { currency, free: amount, activeAt, waitsFor, expiresAt, given } = left;
  if (amount === 0n) return { currency, amount, fromLot: lotId, toLot: null };
  const common = { kind: 'move', account: 'moved', currency, occurredAt: at, recordedAt: at } as const;
  // What was held and is let go may move later on: the lot is then smaller.
  const what = left.remaining === amount ? lotId : `${lotId}:${left.remaining}`;
  await postTransfer(tx, {
    ...common,
    memberId: from,
    amount: -amount,
    key: `move-out:${what}`,
    lotId,
    reason: { why: reason, to },
  });
  const { transferId } = await postTransfer(tx, {
    ...common,
    memberId: to,
    amount,
    key: `move-in:${what}`,
    lots: [{ amount, activeAt: activeAt ?? undefined, waitsFor, expiresAt }],
    reason: {
      why: reason,
      from,
      ...(given?.lifeMonths !== undefined && { lifeMonths: given.lifeMonths }),
    },
  });
  return { currency, amount, fromLot: lotId, toLot: lotOf(transferId) };
}

/** What one owes, the other owes from now on: taken from what they have as far as it goes. */
async function moveDebts(tx: Tx, { from, to, at, reason }: MovePoints): Promise<PointsMoved['debts']> {
  const debts = await tx
    .select()
    .from(account)
    .where(and(eq(account.memberId, from), gt(account.owed, 0n)));
  const moved: PointsMoved['debts'] = [];
  for (const { currency, owed, version } of debts) {
    const common = { kind: 'move', account: 'moved', currency, occurredAt: at, recordedAt: at } as const;
    const key = `move-debt:${from}:${currency}:${version}`;
    const paid = { ...common, memberId: from, amount: owed, key };
    await postTransfer(tx, { ...paid, reason: { why: reason, to, debt: true } });
    const taken = { ...common, memberId: to, amount: -owed, key, canOwe: true } as const;
    const { transferId } = await postTransfer(tx, { ...taken, reason: { why: reason, from, debt: true } });
    moved.push({ currency, amount: owed, transferId });
  }
  return moved;
}
