// How far challenges had come with a receipt, as its message tells it: kept with the receipt, so that composing it again
// says what it said.
import { sql } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { challengeTold } from '#src/db/schema/challenges.ts';
import type { ChallengeId, MemberId, ReceiptId } from '#src/lib/id.ts';
import type { ProgressDetail } from './count-progress.ts';

export interface ToldProgress {
  challengeId: ChallengeId;
  periodNo: number;
  progress: number;
  detail: ProgressDetail;
}

export interface ReceiptMoved extends ToldProgress {
  memberId: MemberId;
  receiptId: ReceiptId;
  /** Whether it has changed anything: what has not is told only where the receipt tells of it already. */
  hasMoved: boolean;
}

/** Returns the receipts whose message says something else now, each with its member and all that it tells of. */
export async function noteTold(
  tx: Tx,
  moved: readonly ReceiptMoved[],
  at: Date,
): Promise<{ memberId: MemberId; receiptId: ReceiptId; told: ToldProgress[] }[]> {
  if (moved.length === 0) return [];
  const known = await listToldProgress(tx, moved);
  const changed = [...Map.groupBy(moved, ({ receiptId }) => receiptId)].flatMap(([receiptId, each]) => {
    const before = known.get(receiptId) ?? [];
    const now = each.filter((one) => one.hasMoved || before.some((other) => isOfSame(one, other)));
    const [first] = now;
    if (!first) return [];
    const told = [
      ...before.filter((other) => !now.some((one) => isOfSame(one, other))),
      ...now.map(({ challengeId, periodNo, progress, detail }) => ({
        challengeId,
        periodNo,
        progress,
        detail,
      })),
    ];
    return [{ memberId: first.memberId, receiptId, told }];
  });
  if (changed.length === 0) return [];
  await tx
    .insert(challengeTold)
    .values(changed.map((each) => ({ ...each, toldAt: at })))
    .onConflictDoUpdate({
      target: [challengeTold.memberId, challengeTold.receiptId],
      set: { told: sql`excluded.told`, toldAt: sql`excluded.told_at` },
    });
  return changed;
}

/** What the messages of these receipts tell; those that tell of nothing are left out. */
export async function listToldProgress(
  db: Reader,
  receipts: readonly { memberId: MemberId; receiptId: ReceiptId }[],
): Promise<Map<ReceiptId, ToldProgress[]>> {
  if (receipts.length === 0) return new Map();
  const asked = JSON.stringify(receipts.map(({ memberId, receiptId }) => ({ memberId, receiptId })));
  // One text however many there are, so that the statement stays prepared.
  const rows = await db.execute<{ receipt_id: ReceiptId; told: ToldProgress[] }>(sql`
    select t.receipt_id, t.told
    from jsonb_to_recordset(${asked}::jsonb) as asked("memberId" text, "receiptId" text)
      cross join lateral (select * from challenge_told
        where member_id = asked."memberId" and receipt_id = asked."receiptId" offset 0) t`);
  return new Map(rows.map(({ receipt_id: receiptId, told }) => [receiptId, told]));
}

/** Messages of receipts are composed anew for so long; what is older is of no use. */
const KEPT_DAYS = 120;
const ROWS_AT_ONCE = 5_000;

export async function sweepToldProgress(tx: Tx, at: Date): Promise<void> {
  await tx.execute(sql`
    delete from challenge_told where ctid = any (array(select ctid from challenge_told
      where told_at < ${at}::timestamptz - make_interval(days => ${KEPT_DAYS}) limit ${ROWS_AT_ONCE}))`);
}

function isOfSame(one: ToldProgress, other: ToldProgress): boolean {
  return one.challengeId === other.challengeId && one.periodNo === other.periodNo;
}
