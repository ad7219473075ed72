// Parting two members who were made one by mistake.
import { and, desc, eq, getTableColumns, inArray, lt, or, sql } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { merge } from '#src/db/schema/ledger.ts';
import type { LotId, MemberId, MergeId } from '#src/lib/id.ts';
import { DAY_MS } from '#src/lib/zoned.ts';
import { recordEvent } from '../events/record-event.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { restoreMember } from '../members/restore-member.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { drawnLots } from './drawn-lots.ts';
import { listRevived } from './list-revived.ts';
import { type KeptAside, keptAside } from './merge-members.ts';
import { type MovedLot, movedPoints, moveLot } from './move-all-points.ts';
import type { Points } from './points.ts';
import { postTransfer } from './post-transfer.ts';
import { readBalance } from './read-balance.ts';

/** How long a merge can be undone. */
export const UNDO_DAYS = 30;

export type MergeRow = Omit<typeof merge.$inferSelect, 'moved'> & {
  /** The whole name of the one who became part of the other, while the merge can be undone; show it shortened. */
  fromName: string | null;
};

export interface MergeUndone {
  from: MemberId;
  into: MemberId;
  /** Points that went back. */
  points: Points;
  /** Points that were spent or have expired meanwhile and did not go back. */
  missing: Points;
}

/** The merges of a member, into it and out of it, newest first. */
export async function listMerges(db: Reader, memberId: MemberId): Promise<MergeRow[]> {
  const { moved: _moved, ...columns } = getTableColumns(merge);
  return await db
    .select({ ...columns, fromName: sql<string | null>`${merge.moved}->'gone'->>'name'` })
    .from(merge)
    .where(or(eq(merge.toMemberId, memberId), eq(merge.fromMemberId, memberId)))
    .orderBy(desc(merge.mergedAt))
    .limit(50);
}

/**
 * Gives back what the merge took: messenger accounts, cards, phone, name, tier, what was bought, and each lot as far as
 * it is still there, also where it had expired and was given back meanwhile. Receipts since the merge stay where they are. Throws Refusal `merge_not_found`, `merge_undone`,
 * `merge_too_old` {days}, `member_erased` (one of them has left since, or became part of a third).
 */
export async function undoMerge(
  tx: Tx,
  { mergeId, actor, at }: { mergeId: MergeId; actor: string; at: Date },
): Promise<MergeUndone> {
  const named = eq(merge.mergeId, mergeId);
  const [merged] = await tx.select().from(merge).where(named);
  if (!merged) throw new Refusal('merge_not_found');
  const { fromMemberId: from, toMemberId: into } = merged;
  // Points first, as everybody does: whoever erases one of them comes to the merge that way, too.
  await lockStandings(tx, from, into);
  const [row] = await tx.select().from(merge).where(named).for('update');
  if (!row) throw new Refusal('merge_not_found');
  if (row.status === 'undone') throw new Refusal('merge_undone');
  if (at.getTime() - row.mergedAt.getTime() > UNDO_DAYS * DAY_MS)
    throw new Refusal('merge_too_old', { days: UNDO_DAYS });
  // Erasing empties what was put aside.
  const kept = keptAside.safeParse(row.moved).data;
  if (!kept) throw new Refusal('member_erased');
  await restoreMember(tx, { from, into, kept, mergedAt: row.mergedAt });
  const moved = await putBackPoints(tx, { from, into, kept, at });
  await tx.update(merge).set({ status: 'undone', undoneBy: actor, undoneAt: at }).where(named);
  const detail = { from, into, points: moved.points.toString(), missing: moved.missing.toString() };
  await recordAudit(tx, { actor, action: 'member.unmerge', subject: mergeId, detail, at });
  const has = async (memberId: MemberId) => (await readBalance(tx, memberId, at)).balance.toString();
  const data = { from, balances: { from: await has(from), into: await has(into) } };
  await recordEvent(tx, { memberId: into, happened: { kind: 'member.parted', data }, at });
  return { from, into, ...moved };
}

/** Drops what up to `limit` merges have put aside that can be undone no more: it holds a name and a phone. Returns how many. */
export async function forgetMerges(tx: Tx, at: Date, limit: number): Promise<number> {
  const before = new Date(at.getTime() - UNDO_DAYS * DAY_MS);
  const old = tx
    .select({ mergeId: merge.mergeId })
    .from(merge)
    .where(and(lt(merge.mergedAt, before), sql`${merge.moved} <> '{}'`))
    .limit(limit);
  const forgotten = await tx.update(merge).set({ moved: {} }).where(inArray(merge.mergeId, old)).returning();
  return forgotten.length;
}

interface PutBack {
  from: MemberId;
  into: MemberId;
  kept: KeptAside;
}

async function putBackPoints(
  tx: Tx,
  { from, into, kept, at }: PutBack & { at: Date },
): Promise<{ points: Points; missing: Points }> {
  const putBack = async (lotIds: LotId[]) => {
    const moved: MovedLot[] = [];
    for (const lotId of lotIds)
      moved.push(await moveLot(tx, { from: into, to: from, at, reason: 'merge undone', lotId }));
    return movedPoints(moved);
  };
  const lotIds = kept.lots.flatMap(({ toLot }) => toLot ?? []);
  let points = await putBack(lotIds);
  // What had expired and is there again was theirs as well: of what went over, and of what they had lost before.
  points += await putBack(await listRevived(tx, { memberId: into, of: { lotIds } }));
  const missing = movedPoints(kept.lots.filter(({ toLot }) => toLot !== null)) - points;
  const memberIds = [from, ...kept.absorbed.map(({ memberId }) => memberId)];
  points += await putBack(await listRevived(tx, { memberId: into, of: { memberIds } }));
  for (const debt of kept.debts) await putBackDebt(tx, { from, into, debt, at });
  return { points, missing };
}

/** The one who owed owes again, and the other gets back what was taken for it. */
async function putBackDebt(
  tx: Tx,
  { from, into, debt, at }: Omit<PutBack, 'kept'> & { debt: KeptAside['debts'][number]; at: Date },
): Promise<void> {
  const { currency, amount, transferId } = debt;
  const drawn = await drawnLots(tx, { memberId: into, transferId });
  const wasThere = drawn.reduce((sum, each) => sum + each.amount, 0n);
  const reason = { why: 'merge undone', debt: true };
  const common = {
    kind: 'move',
    account: 'moved',
    currency,
    occurredAt: at,
    recordedAt: at,
    reason,
  } as const;
  const back = { ...common, memberId: into, reverses: transferId };
  const key = `move-debt-back:${transferId}`;
  // What was not there stands as a debt, unless it was paid since, and is paid first: the lots come back whole.
  const missing = amount - wasThere;
  if (missing > 0n) await postTransfer(tx, { ...back, amount: missing, key: `${key}:owed` });
  if (wasThere > 0n) await postTransfer(tx, { ...back, amount: wasThere, lots: drawn, key });
  await postTransfer(tx, { ...common, memberId: from, amount: -amount, key, canOwe: true });
}
