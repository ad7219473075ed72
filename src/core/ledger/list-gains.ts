import { and, desc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { transfer } from '#src/db/schema/ledger.ts';
import type { MemberId, TransferId } from '#src/lib/id.ts';
import { listSelves } from '../members/list-selves.ts';
import type { TransferRow } from './list-transfers.ts';

/** What a member, or whoever became part of them, was given in points of one kind for that reason; the latest first. */
export async function listGains(
  db: Reader,
  {
    memberId,
    kind,
    reason,
  }: { memberId: MemberId; kind: TransferRow['kind']; reason: Readonly<Record<string, unknown>> },
): Promise<TransferId[]> {
  const rows = await db
    .select({ transferId: transfer.transferId })
    .from(transfer)
    .where(
      and(
        inArray(transfer.memberId, await listSelves(db, memberId)),
        eq(transfer.kind, kind),
        gt(transfer.amount, 0n),
        sql`${transfer.reason} @> ${JSON.stringify(reason)}::jsonb`,
      ),
    )
    .orderBy(desc(transfer.recordedAt), desc(transfer.transferId));
  return rows.map(({ transferId }) => transferId);
}
