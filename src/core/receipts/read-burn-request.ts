import { and, eq, lte } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { burnRequest, receipt } from '#src/db/schema/receipts.ts';
import type { BurnRequestId, StaffId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';

export type BurnRequestRow = typeof burnRequest.$inferSelect;

export interface BurnRequestView {
  request: BurnRequestRow;
  /** The receipt, once the member has agreed and it was accepted. */
  receipt: typeof receipt.$inferSelect | null;
}

/** How a burn request stands at the moment `at`: one past its time reads as expired. Throws Refusal `not_found`. */
export async function readBurnRequest(
  db: Reader,
  { burnRequestId, at }: { burnRequestId: BurnRequestId; at: Date },
): Promise<BurnRequestView> {
  const [row] = await db
    .select({ request: burnRequest, receipt })
    .from(burnRequest)
    .leftJoin(
      receipt,
      and(eq(receipt.memberId, burnRequest.memberId), eq(receipt.receiptId, burnRequest.receiptId)),
    )
    .where(eq(burnRequest.burnRequestId, burnRequestId));
  if (!row) throw new Refusal('not_found', { what: 'burn request' });
  const { request } = row;
  const late = request.status === 'waiting' && request.expiresAt <= at;
  return { request: late ? { ...request, status: 'expired' } : request, receipt: row.receipt };
}

/** The cashier no longer waits. Returns false when the request was settled already. */
export async function cancelBurnRequest(
  tx: Tx,
  { burnRequestId, staffId, at }: { burnRequestId: BurnRequestId; staffId: StaffId; at: Date },
): Promise<boolean> {
  const cancelled = await tx
    .update(burnRequest)
    .set({ status: 'expired', settledAt: at })
    .where(
      and(
        eq(burnRequest.burnRequestId, burnRequestId),
        eq(burnRequest.staffId, staffId),
        eq(burnRequest.status, 'waiting'),
      ),
    )
    .returning({ burnRequestId: burnRequest.burnRequestId });
  return cancelled.length > 0;
}

/** Marks requests whose time has passed. Returns how many. */
export async function expireBurnRequests(tx: Tx, at: Date): Promise<number> {
  const expired = await tx
    .update(burnRequest)
    .set({ status: 'expired', settledAt: at })
    .where(and(eq(burnRequest.status, 'waiting'), lte(burnRequest.expiresAt, at)))
    .returning({ burnRequestId: burnRequest.burnRequestId });
  return expired.length;
}
